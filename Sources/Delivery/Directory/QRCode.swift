/// A text as a square of dark and light modules that a phone's camera reads.
///
/// A QR code in byte mode with error correction M (ISO/IEC 18004:2015), which a camera reads with an eighth of it
/// hidden.
package struct QRCode: Sendable {
  let version: QRVersion
  /// Which of the eight patterns lies over the data, so that it has no large areas and nothing like a finder.
  let mask: Int
  private let grid: QRGrid

  /// The longest text, in bytes.
  package static let longest = QRVersion.all.map(\.capacity).max() ?? 0

  /// Nil for a text of more than ``longest`` bytes.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let version = QRVersion.holding(bytes.count) else { return nil }
    var plain = QRGrid(version)
    plain.place(QRCodewords.all(for: bytes, in: version))
    let masked = (0..<8).map { mask in (mask, plain.masked(by: mask)) }
    // The lowest penalty wins, and of two the first.
    let scored = masked.map { ($0.0, $0.1, $0.1.penalty) }
    guard let best = scored.min(by: { $0.2 < $1.2 }) else { return nil }
    self.version = version
    mask = best.0
    grid = best.1
  }

  /// Modules on a side.
  package var size: Int { version.size }

  /// Both counted from the upper left, below ``size``.
  package func isDark(column: Int, row: Int) -> Bool { grid[column, row] }

  /// A drawing for a page, dark on light whatever the page's colours, with the four light modules around it that readers
  /// need.
  ///
  /// - Parameter label: what it is for those who do not see it; escaped already.
  func svg(label: String) -> String {
    let quiet = 4
    let side = size + 2 * quiet
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let start = column
        while column < size, isDark(column: column, row: row) { column += 1 }
        if column > start {
          path += "M\(start + quiet) \(row + quiet)h\(column - start)v1h-\(column - start)z"
        } else {
          column += 1
        }
      }
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" \
      shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path fill="#000" d="\(path)"/></svg>
      """
  }
}
