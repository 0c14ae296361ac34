/// A size of QR code with error correction M, and how its codewords are divided.
///
/// ISO/IEC 18004, tables 1, 7 and 9 and annex E. Fifteen of the forty sizes are here: the next ones are too fine to be
/// read well from a screen.
struct QRVersion: Sendable {
  let number: Int
  /// Bytes of data and error correction together.
  let codewords: Int
  let blocks: Int
  /// Bytes of error correction in each block.
  let correction: Int
  /// The rows, which are the columns too, on which alignment patterns are centred.
  let alignment: [Int]

  private init(_ number: Int, _ codewords: Int, _ blocks: Int, _ correction: Int, _ alignment: [Int]) {
    self.number = number
    self.codewords = codewords
    self.blocks = blocks
    self.correction = correction
    self.alignment = alignment
  }

  static let all = [
    QRVersion(1, 26, 1, 10, []),
    QRVersion(2, 44, 1, 16, [6, 18]),
    QRVersion(3, 70, 1, 26, [6, 22]),
    QRVersion(4, 100, 2, 18, [6, 26]),
    QRVersion(5, 134, 2, 24, [6, 30]),
    QRVersion(6, 172, 4, 16, [6, 34]),
    QRVersion(7, 196, 4, 18, [6, 22, 38]),
    QRVersion(8, 242, 4, 22, [6, 24, 42]),
    QRVersion(9, 292, 5, 22, [6, 26, 46]),
    QRVersion(10, 346, 5, 26, [6, 28, 50]),
    QRVersion(11, 404, 5, 30, [6, 30, 54]),
    QRVersion(12, 466, 8, 22, [6, 32, 58]),
    QRVersion(13, 532, 9, 22, [6, 34, 62]),
    QRVersion(14, 581, 9, 24, [6, 26, 46, 66]),
    QRVersion(15, 655, 10, 24, [6, 26, 48, 70]),
  ]

  /// The smallest that holds so many bytes; nil when none does.
  static func holding(_ count: Int) -> QRVersion? { all.first { $0.capacity >= count } }

  /// Modules on a side.
  var size: Int { 17 + 4 * number }

  /// Bytes of data, the header among them.
  var dataCodewords: Int { codewords - blocks * correction }

  /// The bits of the number that says how many bytes follow.
  var lengthBits: Int { number < 10 ? 8 : 16 }

  /// The bytes that it holds in byte mode, for which the header has four bits and ``lengthBits``.
  var capacity: Int { (dataCodewords * 8 - 4 - lengthBits) / 8 }
}
