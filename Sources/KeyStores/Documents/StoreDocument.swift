/// A kind of document that a writer signs.
///
/// The kind is part of what is signed, so that no document can stand for one of another kind.
package protocol StoreDocument: Codable, Equatable, Sendable {
  /// What is put before the bytes that are signed: `slipway/v1/` and this.
  static var kind: String { get }
}
