extension String {
  /// Whether the UTF-8 bytes come before another string's, as property lists and entitlements order their keys.
  ///
  /// `<` orders by Unicode normalisation, and has strings as equal whose bytes are not.
  package func precedesByBytes(_ other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { own.lexicographicallyPrecedes($0) }
    }
    return (answer ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Whether the UTF-8 bytes are another string's.
  package func isSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
