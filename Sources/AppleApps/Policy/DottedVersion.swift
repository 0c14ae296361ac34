/// Whole numbers with dots between them, such as `15.0` or `4.2.1`.
struct DottedVersion: Comparable, CustomStringConvertible {
  let parts: [Int]

  /// Nil for anything else: no sign, no spaces, and not more than 18 digits a number.
  init?(_ text: String) {
    var parts: [Int] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard part.utf8.count <= 18, part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let number = Int(part)
      else { return nil }
      parts.append(number)
    }
    self.parts = parts
  }

  var description: String { parts.map { String($0) }.joined(separator: ".") }

  /// Missing numbers count as 0, so that `15` is `15.0`.
  static func == (left: DottedVersion, right: DottedVersion) -> Bool { !(left < right) && !(right < left) }

  static func < (left: DottedVersion, right: DottedVersion) -> Bool {
    for index in 0..<max(left.parts.count, right.parts.count) {
      let (one, other) = (left[index], right[index])
      if one != other { return one < other }
    }
    return false
  }

  private subscript(index: Int) -> Int { index < parts.count ? parts[index] : 0 }
}
