import Bytes
import Cryptography

/// How a rotated key came to be: every certificate is vouched for by the key before it.
///
///     lineage   uint32 version (1) | LP nodes
///     node      LP signed data | uint32 flags | uint32 algorithm the key signs the next node with | LP signature
///     signed    LP certificate | uint32 algorithm it is signed with
///
/// The signature is the previous node's key's, over the signed data; the first node has none.
/// https://source.android.com/docs/security/features/apksigning/v3#proof-of-rotation-and-self-trusted-old-certs-structs
struct SigningLineage: Sendable {
  enum Flaw: Error {
    case malformed
    /// A node's signature is not the previous key's, or names another algorithm than that key said.
    case signature
  }

  /// The oldest first.
  ///
  /// Never empty.
  let certificates: [Certificate]

  /// More rotations than any app's life holds.
  private static let nodeLimit = 100

  /// Reads a lineage and checks its signatures.
  init(_ bytes: [UInt8]) throws(Flaw) {
    var reader = ByteReader(bytes)
    guard (try? reader.u32()) == 1 else { throw .malformed }
    var certificates: [Certificate] = []
    var previousAlgorithm: UInt32 = 0
    while !reader.isAtEnd {
      guard certificates.count < Self.nodeLimit, var node = try? reader.lengthPrefixed(),
        var signedReader = try? node.lengthPrefixed(), (try? node.u32()) != nil,
        let algorithm = try? node.u32(),
        var signatureReader = try? node.lengthPrefixed()
      else { throw .malformed }
      let signature = Array(signatureReader.rest())
      var whole = signedReader
      let signed = Array(whole.rest())
      guard var der = try? signedReader.lengthPrefixed(), let signedWith = try? signedReader.u32(),
        let certificate = try? Certificate(der: Array(der.rest()))
      else { throw .malformed }
      if let previous = certificates.last {
        guard signedWith == previousAlgorithm, !certificates.contains(certificate),
          let method = BlockSignatureAlgorithm(rawValue: previousAlgorithm),
          (try? verify(
            signature, over: signed, with: method.signature, publicKeyInfo: previous.publicKeyInfo)) == true
        else { throw .signature }
      }
      certificates.append(certificate)
      previousAlgorithm = algorithm
    }
    guard !certificates.isEmpty else { throw .malformed }
    self.certificates = certificates
  }
}
