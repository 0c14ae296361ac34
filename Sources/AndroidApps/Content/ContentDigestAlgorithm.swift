import Cryptography

/// How a package's content is digested for v2 and v3.
enum ContentDigestAlgorithm: Hashable, CaseIterable, Comparable, Sendable {
  /// In chunks of a mebibyte: see ``ChunkedDigest``.
  case chunkedSHA256
  /// As a tree of 4 KiB pages: see ``VerityTree``.
  case verity
  case chunkedSHA512

  /// The hash of the chunks; nil for the tree.
  var chunkHash: HashAlgorithm? {
    switch self {
    case .chunkedSHA256: .sha256
    case .chunkedSHA512: .sha512
    case .verity: nil
    }
  }
}

extension ContentDigestAlgorithm: CustomStringConvertible {
  /// For people.
  var description: String {
    switch self {
    case .chunkedSHA256: "SHA-256 digest in chunks"
    case .verity: "SHA-256 digest tree"
    case .chunkedSHA512: "SHA-512 digest in chunks"
    }
  }
}
