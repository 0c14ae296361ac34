import Bytes
package import Cryptography

/// The certificates of Apple that chains of signed code end with, brought along because a `.p12` often holds the
/// leaf alone.
///
/// Each is pinned by its SHA-256. They are public: apple.com/certificateauthority.
package enum AppleAnchors {
  /// The roots: a chain is Apple's when it ends at one of these, byte for byte.
  package static let roots: [Certificate] = pinnedRoots.compactMap(\.certificate)

  /// The authorities below them that issue certificates for code.
  package static let intermediates: [Certificate] =
    (pinnedDeveloperRelations + pinnedDeveloperID).compactMap(\.certificate)

  /// Whether it is one of the roots.
  package static func isRoot(_ certificate: Certificate) -> Bool {
    roots.contains(certificate)
  }

  /// A certificate and what it must be.
  struct Pinned {
    /// Lower-case hexadecimal digits.
    let sha256: String
    let base64: String

    /// Nil when the text is not the certificate that the digest is of.
    var certificate: Certificate? {
      guard let der = Base64.decode(Array(base64.utf8)), let certificate = try? Certificate(der: der),
        certificate.sha256.hex == sha256
      else { return nil }
      return certificate
    }
  }
}
