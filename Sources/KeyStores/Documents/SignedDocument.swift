import Bytes
import Cryptography

/// A document with its writer's Ed25519 signature, as it stands in a file.
///
///     { "signature": base64, "signed": { … }, "writer": fingerprint }
///
/// The signature is over `slipway/v1/KIND`, a line end, and the canonical JSON of `signed`. The bytes of the file are
/// not signed, their meaning is: blanks and line ends may change on the way through git, a value or a name may not, and
/// nothing may be added.
package struct SignedDocument<Content: StoreDocument>: Codable, Equatable, Sendable {
  package let signed: Content
  /// The fingerprint of the writer.
  package let writer: String
  /// 64 bytes in base64.
  let signature: String

  /// - Throws: ``StoreError/cryptography(_:)``.
  package init(_ content: Content, by writer: Writer) throws(StoreError) {
    signed = content
    self.writer = writer.fingerprint
    signature = Base64.encode(try writer.sign(Self.message(content)))
  }

  /// Whether the signature is one of this key over this document.
  func isSigned(by publicKey: [UInt8]) -> Bool {
    Self.isSignature(signature, over: Self.message(signed), by: publicKey)
  }

  /// The SHA-256 of what is signed, by which later documents name this one: 64 lower-case hexadecimal digits.
  package var digest: String { Self.digest(of: signed) }

  static func digest(of content: Content) -> String { Digest.hash(.sha256, message(content)).hex }

  /// The file.
  package var text: [UInt8] { CanonicalJSON.text(self) }

  /// Nil for bytes that are no such document.
  package static func read(_ bytes: [UInt8]) -> SignedDocument? {
    ReadDocument(bytes, at: "")?.document
  }

  static func message(_ content: Content) -> [UInt8] { prefix + CanonicalJSON.data(content) }

  static var prefix: [UInt8] { Array("slipway/v1/\(Content.kind)\n".utf8) }

  static func isSignature(_ signature: String, over message: [UInt8], by publicKey: [UInt8]) -> Bool {
    guard let signature = Base64.decodeCanonical(Array(signature.utf8), isPadded: true) else { return false }
    return Ed25519.verifies(signature, over: message, publicKey: publicKey)
  }
}
