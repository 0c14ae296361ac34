import Bytes
import Cryptography

/// A document as it lies in a file, with what takes time to find out and is needed more than once.
struct ReadDocument<Content: StoreDocument>: Sendable {
  /// From the store's folder on.
  let path: String
  let document: SignedDocument<Content>
  /// Of what is signed.
  let digest: String
  private let message: [UInt8]

  var signed: Content { document.signed }
  var writer: String { document.writer }

  /// Nil for bytes that are not what a writer of this kind of document makes, but for blanks: a member that is not
  /// known would not be under the signature.
  init?(_ bytes: [UInt8], at path: String) {
    guard let document = CanonicalJSON.read(SignedDocument<Content>.self, from: bytes),
      document.writer.utf8.count == 64, [UInt8](hex: document.writer)?.hex == document.writer,
      Base64.decodeCanonical(Array(document.signature.utf8), isPadded: true)?.count
        == Ed25519.signatureLength
    else { return nil }
    let json = CanonicalJSON.data(document.signed)
    let expected =
      Array("{\"signature\":\"\(document.signature)\",\"signed\":".utf8) + json
      + Array(",\"writer\":\"\(document.writer)\"}".utf8)
    guard Self.withoutBlanks(bytes) == Self.withoutBlanks(expected) else { return nil }
    self.path = path
    self.document = document
    message = SignedDocument<Content>.prefix + json
    digest = Digest.hash(.sha256, message).hex
  }

  /// Whether the signature is one of this key over this document.
  func isSigned(by publicKey: [UInt8]) -> Bool {
    SignedDocument<Content>.isSignature(document.signature, over: message, by: publicKey)
  }

  private static func withoutBlanks(_ bytes: [UInt8]) -> [UInt8] {
    bytes.filter { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
  }
}
