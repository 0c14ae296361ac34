import Bytes
import Cryptography
import FieldTools
import Foundation
import Releases
import Testing

@testable import Credentials

@Suite struct AndroidDebugKeystoreTests {
  @Test func `makes the debug key once and finds it again`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/home/.android/debug.keystore"
    let made = try AndroidDebugKeystore.open(orMakeAt: path).identity
    #expect(made.name == "androiddebugkey")
    #expect(made.certificate.subject.rfc2253 == "CN=Android Debug,O=Android,C=US")
    #expect(made.certificate.purpose(on: .android) == .debug)
    #expect(made.key.algorithm == .rsa(bits: 2048) && made.certificate.serial == [1])
    #expect((10_940...10_950).contains(made.certificate.daysLeft(at: Date())))
    #expect(try AndroidDebugKeystore.open(orMakeAt: path).identity.chain == made.chain)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `takes the same key when many make it at once`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/debug.keystore"
    nonisolated(unsafe) var fingerprints = [[UInt8]](repeating: [], count: 4)
    fingerprints.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      DispatchQueue.concurrentPerform(iterations: 4) { index in
        let opened = try? AndroidDebugKeystore.open(orMakeAt: path)
        results[index] = opened?.identity.certificate.sha256 ?? []
      }
    }
    #expect(Set(fingerprints).count == 1 && fingerprints[0].count == 32)
  }

  @Test func `leaves a file alone that it cannot open`() throws {
    let folder = try TemporaryFolder()
    try folder.write("debug.keystore", [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2])
    let path = folder.path + "/debug.keystore"
    #expect(
      throws: CredentialError.unreadable(origin: path, error: .malformed(structure: .jks, offset: 0))
    ) {
      try AndroidDebugKeystore.open(orMakeAt: path)
    }
    #expect(try folder.read("debug.keystore").count == 8)
  }

  @Test(.needs(.keytool))
  func `opens the one that keytool makes, and keytool opens ours`() throws {
    let folder = try TemporaryFolder()
    let common = ["-keystore", "debug.keystore", "-storepass", "android", "-alias", "androiddebugkey"]
    let made = try Tool.keytool.run(
      ["-genkeypair", "-dname", "C=US,O=Android,CN=Android Debug", "-keyalg", "RSA", "-validity", "10950"]
        + common,
      in: folder.path)
    #expect(made.status == 0, "\(made.text)")
    let identity = try AndroidDebugKeystore.open(orMakeAt: folder.path + "/debug.keystore").identity
    #expect(identity.certificate.purpose(on: .android) == .debug)

    let ours = try TemporaryFolder()
    _ = try AndroidDebugKeystore.open(orMakeAt: ours.path + "/debug.keystore")
    let listed = try Tool.keytool.run(["-list"] + common, in: ours.path)
    #expect(listed.status == 0 && listed.text.contains("PrivateKeyEntry"), "\(listed.text)")
  }

  @Test(
    arguments: [
      (["HOME": "/h"], "/h/.android/debug.keystore"),
      (["HOME": "/h", "ANDROID_USER_HOME": "/u"], "/u/debug.keystore"),
      (["HOME": "/h", "ANDROID_SDK_HOME": "/s"], "/s/.android/debug.keystore"), (["HOME": ""], nil),
      ([:], nil),
    ] as [([String: String], String?)])
  func `looks where Android's tools do`(_ environment: [String: String], _ path: String?) {
    #expect(AndroidDebugKeystore.defaultPath(in: environment) == path)
  }
}
