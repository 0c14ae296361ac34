import Cryptography

/// One of the values in an APK Signing Block.
package struct SigningBlockEntry: Codable, Equatable, Sendable {
  /// The id in hexadecimal digits: `0x7109871a`.
  package var id: String
  /// What such a value is for: `v2`; nil for an id that is not known here.
  package var name: String?
  /// Bytes.
  package var size: Int

  package init(id: String, name: String?, size: Int) {
    self.id = id
    self.name = name
    self.size = size
  }

  init(_ pair: SigningBlock.Pair) {
    let digits = String(pair.id, radix: 16)
    self.init(
      id: "0x" + String(repeating: "0", count: 8 - digits.count) + digits, name: Self.names[pair.id],
      size: pair.value.count)
  }

  /// Source: apksig, Android Gradle plugin, and what Google Play's APKs hold.
  private static let names: [UInt32: String] = [
    SigningBlock.ID.v2: "v2", SigningBlock.ID.v3: "v3", SigningBlock.ID.v31: "v3.1",
    SigningBlock.ID.padding: "padding", 0x2b09_189e: "source stamp v1", 0x6dff_800d: "source stamp v2",
    0x504b_4453: "dependency list", 0x2146_444e: "Google Play frosting",
  ]
}
