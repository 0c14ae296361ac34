import Bytes
import Cryptography
package import FoundationEssentials

/// Android's own debug key: what Android Studio, Gradle and now Slipway sign debug builds with.
///
/// Its password is public, it is made where it is missing, and every tool finds it in the same place.
package enum AndroidDebugKeystore {
  /// Where Android's tools keep it: in `ANDROID_USER_HOME`, else in `.android` under `ANDROID_SDK_HOME` or the home
  /// folder.
  ///
  /// - Returns: nil when the environment names none of them.
  package static func defaultPath(in environment: [String: String]) -> String? {
    func folder(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let user = folder("ANDROID_USER_HOME") { return "\(user)/debug.keystore" }
    return (folder("ANDROID_SDK_HOME") ?? folder("HOME")).map { "\($0)/.android/debug.keystore" }
  }

  /// Opens the debug keystore, and makes it first when there is no file: PKCS#12, RSA 2048, valid for 30 years.
  ///
  /// When another process makes it at the same time, theirs is taken. A file that cannot be opened is left alone.
  ///
  /// - Throws: what ``Keystore/open(_:origin:alias:password:keyPassword:)`` throws, and
  ///   ``CredentialError/file(_:)``.
  package static func open(orMakeAt path: String, now: Date = Date()) throws(CredentialError)
    -> OpenedKeystore
  {
    let password = SecretBytes("android")
    var bytes = try read(path)
    if bytes == nil {
      try make(at: path, password, now)
      bytes = try read(path)
    }
    return try Keystore.open(bytes ?? [], origin: path, alias: alias, password: password)
  }

  private static let alias = "androiddebugkey"

  /// A debug keystore has some 3 KB; more than this is something else.
  private static let sizeLimit = 1 << 20

  /// - Returns: nil when there is no file.
  private static func read(_ path: String) throws(CredentialError) -> [UInt8]? {
    do throws(BytesError) {
      let file = try FileSource(path: path)
      return try file.bytes(at: 0, count: min(file.count, sizeLimit))
    } catch .notFound {
      return nil
    } catch {
      throw .file(error)
    }
  }

  private static func make(at path: String, _ password: SecretBytes, _ now: Date) throws(CredentialError) {
    let store: [UInt8]
    do throws(CryptographyError) {
      let key = try PrivateKey.generateRSA(bits: 2048)
      // The subject, its order, the serial number and the validity are those of the Android Gradle plugin.
      let subject = AndroidDebugCertificates.subject
      let certificate = try Certificate.selfSigned(
        key, subject: subject, notBefore: now, notAfter: now + 30 * 365 * 86_400, serial: [1])
      store = try PKCS12.write(key: key, chain: [certificate], name: alias, password: password)
    } catch {
      throw CredentialError(error, origin: path)
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    if !folder.isEmpty {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    do throws(BytesError) {
      let file = try AtomicFile(path: path, permissions: 0o600)
      try file.write(store)
      try file.commitNew()
    } catch .exists {
      return
    } catch {
      throw .file(error)
    }
  }
}
