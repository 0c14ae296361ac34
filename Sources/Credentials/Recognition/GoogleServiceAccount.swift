package import Cryptography
import FoundationEssentials

/// A service account of Google, as its JSON key file names it.
///
/// https://cloud.google.com/iam/docs/keys-create-delete#creating
package struct GoogleServiceAccount: Sendable {
  package let projectID: String
  package let privateKeyID: String
  /// Such as `play@acme.iam.gserviceaccount.com`.
  package let clientEmail: String
  /// Where tokens are asked for; nil when the file does not say.
  package let tokenURI: String?
  /// RSA.
  package let key: PrivateKey

  /// The longest file that is looked into, in bytes; such files have about 2,300.
  static let sizeLimit = 64 << 10

  /// - Throws: ``CredentialError/unknownCredential(origin:appearance:)`` for JSON that is no account's,
  ///   ``CredentialError/malformedServiceAccount(origin:member:)``.
  package init(_ bytes: [UInt8], origin: String) throws(CredentialError) {
    guard bytes.count <= Self.sizeLimit,
      let members = try? JSONDecoder().decode(Members.self, from: Data(bytes))
    else { throw .unknownCredential(origin: origin, appearance: .brokenJSON) }
    // Google's other files have no type, or another one.
    guard let type = members["type"] else { throw .unknownCredential(origin: origin, appearance: .json) }
    func member(_ name: String, _ isFormed: (String) -> Bool) throws(CredentialError) -> String {
      guard case .text(let text)? = members[name], text.utf8.count <= 16_384, isFormed(text) else {
        throw .malformedServiceAccount(origin: origin, member: name)
      }
      return text
    }
    guard type == .text("service_account") else {
      throw .malformedServiceAccount(origin: origin, member: "type")
    }
    projectID = try member("project_id", Self.isIdentifier)
    privateKeyID = try member("private_key_id", Self.isIdentifier)
    clientEmail = try member("client_email") { text in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      return parts.count == 2 && parts.allSatisfy { Self.isIdentifier(String($0)) }
    }
    tokenURI =
      try members["token_uri"] == nil
      ? nil
      : member("token_uri") { $0.hasPrefix("https://") && $0.utf8.allSatisfy { (0x21...0x7e).contains($0) } }
    let pem = try member("private_key") { $0.hasPrefix("-----BEGIN PRIVATE KEY-----") }
    guard let key = try? PrivateKey(pem: Array(pem.utf8)), case .rsa = key.algorithm else {
      throw .malformedServiceAccount(origin: origin, member: "private_key")
    }
    self.key = key
  }

  /// Letters, digits and what stands between them in Google's identifiers; `example.com:project` is one.
  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 254
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || "-_.:".utf8.contains(byte)
      }
  }
}

/// The members of an object, as far as they are text.
private struct Members: Decodable {
  enum Value: Equatable {
    case text(String)
    case other
  }

  private let values: [String: Value]

  subscript(name: String) -> Value? { values[name] }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    var values: [String: Value] = [:]
    for name in container.allKeys {
      values[name.stringValue] =
        (try? container.decode(String.self, forKey: name)).map { .text($0) } ?? .other
    }
    self.values = values
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
