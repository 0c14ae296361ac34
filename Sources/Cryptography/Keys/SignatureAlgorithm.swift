/// How a message is hashed and signed.
package enum SignatureAlgorithm: Hashable, Sendable {
  /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
  case rsaPKCS1(HashAlgorithm)
  /// RSASSA-PSS with MGF1 over the same hash and a salt as long as the digest (RFC 8017 §8.1).
  case rsaPSS(HashAlgorithm)
  /// The signature is DER: SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 §2.2.3).
  case ecdsa(HashAlgorithm)
  /// DER like ``ecdsa(_:)``.
  case dsa(HashAlgorithm)

  package var hash: HashAlgorithm {
    switch self {
    case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash), .dsa(let hash): hash
    }
  }

  /// The plain signature a key of this algorithm makes (PKCS#1 v1.5 for RSA); nil when it makes none of these.
  package init?(_ key: KeyAlgorithm, _ hash: HashAlgorithm) {
    switch key {
    case .rsa: self = .rsaPKCS1(hash)
    case .ec: self = .ecdsa(hash)
    case .dsa: self = .dsa(hash)
    case .ed25519, .x25519, .other: return nil
    }
  }

  /// Whether a key of this algorithm can make such signatures.
  func suits(_ key: KeyAlgorithm) -> Bool {
    switch (self, key) {
    case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ecdsa, .ec), (.dsa, .dsa): true
    default: false
    }
  }

  /// What a certificate or PKCS#7 says: the combined identifier of signature and hash (RFC 3279, RFC 4055,
  /// RFC 5758).
  ///
  /// Nil for PSS, whose hash stands in its parameters, and for combinations that nobody named.
  var objectIdentifier: String? {
    Self.identifiers.first { $0.algorithm == self }?.identifier
  }

  /// The algorithm that a combined identifier names; nil for one that is not known.
  init?(objectIdentifier: String) {
    guard let known = Self.identifiers.first(where: { $0.identifier == objectIdentifier }) else { return nil }
    self = known.algorithm
  }

  private static let identifiers: [(identifier: String, algorithm: SignatureAlgorithm)] = [
    ("1.2.840.113549.1.1.4", .rsaPKCS1(.md5)), ("1.2.840.113549.1.1.5", .rsaPKCS1(.sha1)),
    ("1.2.840.113549.1.1.14", .rsaPKCS1(.sha224)), ("1.2.840.113549.1.1.11", .rsaPKCS1(.sha256)),
    ("1.2.840.113549.1.1.12", .rsaPKCS1(.sha384)), ("1.2.840.113549.1.1.13", .rsaPKCS1(.sha512)),
    ("1.2.840.10045.4.1", .ecdsa(.sha1)), ("1.2.840.10045.4.3.1", .ecdsa(.sha224)),
    ("1.2.840.10045.4.3.2", .ecdsa(.sha256)), ("1.2.840.10045.4.3.3", .ecdsa(.sha384)),
    ("1.2.840.10045.4.3.4", .ecdsa(.sha512)),
    ("1.2.840.10040.4.3", .dsa(.sha1)), ("2.16.840.1.101.3.4.3.1", .dsa(.sha224)),
    ("2.16.840.1.101.3.4.3.2", .dsa(.sha256)), ("2.16.840.1.101.3.4.3.3", .dsa(.sha384)),
    ("2.16.840.1.101.3.4.3.4", .dsa(.sha512)),
  ]
}
