/// The names that things in a store may have: they are names of files on every system, and words of commands.
package enum StoreName {
  /// Letters, digits, dots, dashes and underscores, beginning with a letter or digit, 100 at most; not `default`,
  /// which means another thing.
  package static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (1...100).contains(bytes.count), name != "default" else { return false }
    return isLetterOrDigit(bytes[0]) && bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
  }

  /// - Throws: ``StoreError/badName(_:)``.
  static func check(_ name: String) throws(StoreError) {
    guard isValid(name) else { throw .badName(name) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
