import Cryptography
import FieldTools
import FoundationEssentials

/// A match repository made for a test: files encrypted as fastlane does.
struct MatchRepository {
  enum Encryption: CaseIterable {
    case none, v1, v1WithSHA256, v2
  }

  let folder: TemporaryFolder
  let passphrase: String

  init(passphrase: String = "open sesame") throws {
    folder = try TemporaryFolder()
    self.passphrase = passphrase
  }

  @discardableResult
  func write(_ name: String, _ contents: [UInt8], _ encryption: Encryption = .v2) throws -> String {
    switch encryption {
    case .none: try folder.write(name, contents)
    case .v1: try folder.write(name, openssl(contents, "md5"))
    case .v1WithSHA256: try folder.write(name, openssl(contents, "sha256"))
    case .v2: try folder.write(name, sealed(contents))
    }
  }

  /// As fastlane had openssl do it.
  private func openssl(_ contents: [UInt8], _ hash: String) throws -> [UInt8] {
    let scratch = try TemporaryFolder()
    return try Tool.openssl.run([
      "enc", "-aes-256-cbc", "-md", hash, "-salt", "-a", "-pass", "pass:\(passphrase)", "-in",
      scratch.write("plain", contents),
    ]).bytes
  }

  private func sealed(_ contents: [UInt8]) throws -> [UInt8] {
    let salt = try RandomBytes.make(8)
    let keys = try PasswordKey.pbkdf2(
      SecretBytes(passphrase), salt: salt, iterations: 10_000, hash: .sha256, count: 68
    ).withBytes { Array($0) }
    let sealed = try AESGCM.seal(
      SecretBytes(contents), key: SecretBytes(keys[..<32]), nonce: SecretBytes(keys[32..<44]),
      authenticating: SecretBytes(keys[44...]))
    return lines(Array("match_encrypted_v2__".utf8) + salt + sealed.tag + sealed.ciphertext)
  }

  /// Base 64 in lines of 60 characters, as Ruby has it.
  private func lines(_ bytes: [UInt8]) -> [UInt8] {
    var text = Array(Base64.encode(bytes).utf8)[...]
    var lines: [UInt8] = []
    while !text.isEmpty {
      lines += text.prefix(60) + [0x0a]
      text = text.dropFirst(60)
    }
    return lines
  }
}
