/// The hash functions that signatures and digests of packages use.
package enum HashAlgorithm: String, CaseIterable, Codable, Sendable {
  case md5, sha1, sha224, sha256, sha384, sha512

  /// The length of a digest in bytes.
  package var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// The dotted object identifier (RFC 8017 appendix B.1).
  package var objectIdentifier: String {
    switch self {
    case .md5: "1.2.840.113549.2.5"
    case .sha1: "1.3.14.3.2.26"
    case .sha224: "2.16.840.1.101.3.4.2.4"
    case .sha256: "2.16.840.1.101.3.4.2.1"
    case .sha384: "2.16.840.1.101.3.4.2.2"
    case .sha512: "2.16.840.1.101.3.4.2.3"
    }
  }

  /// The hash function with a dotted object identifier; nil for any other.
  package init?(objectIdentifier: String) {
    guard let match = Self.allCases.first(where: { $0.objectIdentifier == objectIdentifier }) else {
      return nil
    }
    self = match
  }
}
