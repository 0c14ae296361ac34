package import struct FoundationEssentials.Date

/// `store.json`: which store this is and where its trust begins.
package struct StoreRecord: StoreDocument {
  package static let kind = "store"
  /// The version that this Slipway writes, and the last one that it reads.
  package static let currentVersion = 1

  package var version: Int
  /// 32 hexadecimal digits made at random, so that one store is not taken for another.
  package var store: String
  /// The fingerprint of the first writer, who signed this.
  package var root: String
  package var created: Date

  /// The version that a `store.json` says it has, whatever else it holds; nil when it says none.
  static func version(in bytes: [UInt8]) -> Int? {
    struct Outline: Decodable {
      struct Signed: Decodable { let version: Int }
      let signed: Signed
    }
    return CanonicalJSON.read(Outline.self, from: bytes)?.signed.version
  }
}
