package import Cryptography

/// A file that somebody hands over to be kept: what it is, told from its bytes, and what is worth seeing of it.
///
/// Only its form is judged. An expired certificate is as readable as any, and the name decides nothing.
package struct CredentialFile: Sendable {
  package enum Content: Sendable {
    /// Also BlackBerry's `author.p12`, which is a PKCS#12 like any.
    case keystore(KeystoreContents)
    /// One private key, without a certificate; nil where it is encrypted and no password was given.
    case privateKey(PrivateKey?)
    /// A private key as Apple hands them out (`.p8`): for App Store Connect, for push notifications and for more, which
    /// look alike.
    ///
    /// A signing key on P-256 that somebody exported in PEM looks like that, too. The key's id is in the file's name
    /// only, as long as nobody changes that: a hint.
    case applePrivateKey(PrivateKey, keyIDHint: String?)
    /// One or more, in the order of the file.
    ///
    /// Each tells its fingerprints, validity, team and ``Certificate/purpose(on:)``.
    case certificates([Certificate])
    case provisioningProfile(ProvisioningProfile)
    case googleServiceAccount(GoogleServiceAccount)
    case debugToken(BlackBerryDebugToken)
  }

  /// What a file that is nothing of that looks like.
  package enum Appearance: String, CaseIterable, Sendable {
    case empty
    case tooLarge
    case certificateRequest
    case publicKey
    /// A private key in OpenSSH's own format.
    case sshKey
    /// JSON, but not of a service account.
    case json
    /// Something like JSON that cannot be read.
    case brokenJSON
    case archive
    case propertyList
    case text
    case unknown
  }

  /// The file's name or wherever the bytes came from.
  package let origin: String
  /// The file as it is.
  package let bytes: SecretBytes
  package let content: Content

  /// Whether who has the file can sign or log in with it, if perhaps with a password.
  package var isSecret: Bool {
    switch content {
    case .keystore, .privateKey, .applePrivateKey, .googleServiceAccount: true
    case .certificates, .provisioningProfile, .debugToken: false
    }
  }

  /// Tells what a file is.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - origin: its name, for messages and for the hint of an Apple key's id.
  ///   - password: of a keystore or private key; without one, as much is told as can be seen from outside.
  /// - Throws: ``CredentialError/unknownCredential(origin:appearance:)`` for what is none of them. For what is one by
  ///   its form but damaged, the error of its kind; for a password that is not right,
  ///   ``CredentialError/wrongPassword(origin:)``.
  package init(_ bytes: [UInt8], origin: String, password: SecretBytes? = nil) throws(CredentialError) {
    self.origin = origin
    self.bytes = SecretBytes(bytes)
    guard bytes.count <= Keystore.sizeLimit else {
      throw .unknownCredential(origin: origin, appearance: .tooLarge)
    }
    switch KeystoreKind(bytes) {
    case .java, .bouncyCastle:
      content = .keystore(try KeystoreContents(java: bytes, origin, password))
    case .der:
      content = try Self.der(bytes, origin, password)
    case .pem:
      content = try Self.pem(bytes, origin, password)
    case .unknown:
      content = try Self.other(bytes, origin)
    }
  }

  private static func other(_ bytes: [UInt8], _ origin: String) throws(CredentialError) -> Content {
    let start = bytes.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    let appearance: Appearance
    if start.isEmpty {
      appearance = .empty
    } else if start.first == UInt8(ascii: "{") {
      return .googleServiceAccount(try GoogleServiceAccount(bytes, origin: origin))
    } else if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return .debugToken(try BlackBerryDebugToken(bytes, origin: origin))
    } else if start.starts(with: "bplist".utf8) || start.starts(with: "<?xml".utf8) {
      appearance = .propertyList
    } else {
      appearance = bytes.contains(0) || String(validating: bytes, as: UTF8.self) == nil ? .unknown : .text
    }
    throw .unknownCredential(origin: origin, appearance: appearance)
  }
}
