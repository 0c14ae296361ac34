import Credentials
import Cryptography

/// How signed data of v2 and v3 is signed, and the content digested, by the number that the block has for it.
///
/// https://source.android.com/docs/security/features/apksigning/v2#signature-algorithm-ids
enum BlockSignatureAlgorithm: UInt32, CaseIterable, Sendable {
  case pssSHA256 = 0x0101
  case pssSHA512 = 0x0102
  case pkcs1SHA256 = 0x0103
  case pkcs1SHA512 = 0x0104
  case ecdsaSHA256 = 0x0201
  case ecdsaSHA512 = 0x0202
  case dsaSHA256 = 0x0301
  case verityPKCS1SHA256 = 0x0421
  case verityECDSASHA256 = 0x0423
  case verityDSASHA256 = 0x0425

  var signature: SignatureAlgorithm {
    switch self {
    case .pssSHA256: .rsaPSS(.sha256)
    case .pssSHA512: .rsaPSS(.sha512)
    case .pkcs1SHA256, .verityPKCS1SHA256: .rsaPKCS1(.sha256)
    case .pkcs1SHA512: .rsaPKCS1(.sha512)
    case .ecdsaSHA256, .verityECDSASHA256: .ecdsa(.sha256)
    case .ecdsaSHA512: .ecdsa(.sha512)
    case .dsaSHA256, .verityDSASHA256: .dsa(.sha256)
    }
  }

  var contentDigest: ContentDigestAlgorithm {
    switch self {
    case .pssSHA256, .pkcs1SHA256, .ecdsaSHA256, .dsaSHA256: .chunkedSHA256
    case .pssSHA512, .pkcs1SHA512, .ecdsaSHA512: .chunkedSHA512
    case .verityPKCS1SHA256, .verityECDSASHA256, .verityDSASHA256: .verity
    }
  }

  /// The first API level that reads it.
  var firstLevel: Int {
    contentDigest == .verity ? AndroidRelease.pie : AndroidRelease.nougat
  }

  /// The usual name, such as `SHA256withRSA`.
  var name: String { signature.javaName }

  /// What apksig signs with: a hash as strong as the key.
  ///
  /// Never PSS, whose salt is random: the same package signed twice is the same file.
  ///
  /// - Throws: ``AndroidError/cannotSign(_:)`` for a key without an algorithm here.
  init(for identity: SigningIdentity) throws(AndroidError) {
    switch identity.key.algorithm {
    case .rsa(let bits): self = bits <= 3072 ? .pkcs1SHA256 : .pkcs1SHA512
    case .ec(_, let bits): self = bits <= 256 ? .ecdsaSHA256 : .ecdsaSHA512
    case .dsa: self = .dsaSHA256
    case let other: throw .cannotSign(.keyAlgorithm(key: identity.name, algorithm: other.description))
    }
  }
}

extension SignatureAlgorithm {
  /// The usual name, such as `SHA256withRSA`.
  var javaName: String {
    let hash = hash.rawValue.uppercased()
    return switch self {
    case .rsaPKCS1: "\(hash)withRSA"
    case .rsaPSS: "\(hash)withRSA/PSS"
    case .ecdsa: "\(hash)withECDSA"
    case .dsa: "\(hash)withDSA"
    }
  }
}
