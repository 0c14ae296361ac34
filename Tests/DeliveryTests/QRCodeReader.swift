import Delivery

/// Reads a QR code of error correction M in byte mode the way a scanner does once it has found the modules.
///
/// It shares nothing with the encoder, and corrects no errors: that there are none is checked.
struct QRCodeReader {
  enum Flaw: Error, Equatable {
    case finder, timing, format, otherFormat, version, correction, mode, filler
  }

  let text: String
  let version: Int
  let mask: Int

  /// Of the standard's table 9 for M: bytes of correction in a block, blocks of each length with their bytes of data.
  private static let division: [(correction: Int, groups: [(count: Int, data: Int)])] = [
    (10, [(1, 16)]), (16, [(1, 28)]), (26, [(1, 44)]), (18, [(2, 32)]), (24, [(2, 43)]), (16, [(4, 27)]),
    (18, [(4, 31)]), (22, [(2, 38), (2, 39)]), (22, [(3, 36), (2, 37)]), (26, [(4, 43), (1, 44)]),
    (30, [(1, 50), (4, 51)]), (22, [(6, 36), (2, 37)]), (22, [(8, 37), (1, 38)]), (24, [(4, 40), (5, 41)]),
    (24, [(5, 41), (5, 42)]),
  ]

  /// By version, from the second on.
  private static let alignment = [
    [18], [22], [26], [30], [34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54],
    [6, 32, 58], [6, 34, 62], [6, 26, 46, 66], [6, 26, 48, 70],
  ]

  /// - Parameter modules: rows of `true` for dark.
  init(_ modules: [[Bool]]) throws(Flaw) {
    let size = modules.count
    version = (size - 17) / 4
    try Self.checkFinders(modules)
    let format = try Self.format(modules)
    mask = format & 7
    guard format >> 3 == 0b00 else { throw .otherFormat }
    if version >= 7 { try Self.checkVersion(modules, version) }
    var bits: [Bool] = []
    var column = size - 1
    var rises = true
    while column > 0 {
      if column == 6 { column -= 1 }
      for row in rises ? Array((0..<size).reversed()) : Array(0..<size) {
        for place in [column, column - 1] where !Self.isFunction(place, row, version: version) {
          bits.append(modules[row][place] != Self.isInverted(row, place, by: mask))
        }
      }
      rises.toggle()
      column -= 2
    }
    let codewords = Self.numbers(bits[..<(bits.count / 8 * 8)], width: 8)
    text = try Self.text(of: Self.data(in: codewords, version: version), version: version)
  }

  // MARK: Function patterns

  private static func checkFinders(_ modules: [[Bool]]) throws(Flaw) {
    let size = modules.count
    let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for (top, left) in [(0, 0), (0, size - 7), (size - 7, 0)] {
      for (row, line) in finder.enumerated() {
        let found = modules[top + row][left..<(left + 7)].map { $0 ? "1" : "0" }.joined()
        guard found == line else { throw .finder }
      }
    }
    for index in 8..<(size - 8) {
      let isDark = index % 2 == 0
      guard modules[6][index] == isDark, modules[index][6] == isDark else { throw .timing }
    }
    guard modules[size - 8][8] else { throw .format }
  }

  private static func isFunction(_ column: Int, _ row: Int, version: Int) -> Bool {
    let size = 17 + 4 * version
    if row == 6 || column == 6 { return true }
    if row < 9, column < 9 || column >= size - 8 { return true }
    if column < 9, row >= size - 8 { return true }
    if version >= 7, row < 6 && column >= size - 11 || column < 6 && row >= size - 11 { return true }
    let centres = version > 1 ? alignment[version - 2] : []
    return centres.contains { centre in
      abs(centre - row) <= 2
        && centres.contains { other in
          let isCorner = [(6, 6), (6, size - 7), (size - 7, 6)].contains { $0 == (centre, other) }
          return abs(other - column) <= 2 && !isCorner
        }
    }
  }

  /// The five bits of level and mask, from both places where they stand.
  private static func format(_ modules: [[Bool]]) throws(Flaw) -> Int {
    let size = modules.count
    let first =
      [0, 1, 2, 3, 4, 5, 7, 8].map { modules[8][$0] } + [7, 5, 4, 3, 2, 1, 0].map { modules[$0][8] }
    let second =
      (1...7).map { modules[size - $0][8] } + (0..<8).map { modules[8][size - 8 + $0] }
    guard first == second else { throw .format }
    let word = number(first[...]) ^ 0b101_0100_0001_0010
    guard isDivisible(word, by: 0b101_0011_0111) else { throw .format }
    return word >> 10
  }

  private static func checkVersion(_ modules: [[Bool]], _ version: Int) throws(Flaw) {
    let size = modules.count
    let places = (0..<18).reversed().map { (size - 11 + $0 % 3, $0 / 3) }
    for word in [places.map { modules[$0.0][$0.1] }, places.map { modules[$0.1][$0.0] }].map({
      number($0[...])
    }) {
      guard word >> 12 == version, isDivisible(word, by: 0b1_1111_0010_0101) else { throw .version }
    }
  }

  private static func isDivisible(_ word: Int, by divisor: Int) -> Bool {
    let degree = Int.bitWidth - 1 - divisor.leadingZeroBitCount
    var rest = word
    for power in (degree..<18).reversed() where rest >> power & 1 == 1 { rest ^= divisor << (power - degree) }
    return rest == 0
  }

  private static func isInverted(_ i: Int, _ j: Int, by mask: Int) -> Bool {
    [
      (i + j) % 2, i % 2, j % 3, (i + j) % 3, (i / 2 + j / 3) % 2, (i * j) % 2 + (i * j) % 3,
      ((i * j) % 2 + (i * j) % 3) % 2, ((i + j) % 2 + (i * j) % 3) % 2,
    ][mask] == 0
  }

  // MARK: Codewords

  private static func data(in codewords: [Int], version: Int) throws(Flaw) -> [Int] {
    let (correction, groups) = division[version - 1]
    let lengths = groups.flatMap { Array(repeating: $0.data, count: $0.count) }
    var blocks = lengths.map { _ in [Int]() }
    var rest = codewords[...]
    for index in 0..<(lengths.max() ?? 0) {
      for block in blocks.indices where index < lengths[block] { blocks[block].append(rest.removeFirst()) }
    }
    let data = blocks.flatMap { $0 }
    for _ in 0..<correction {
      for block in blocks.indices { blocks[block].append(rest.removeFirst()) }
    }
    guard rest.isEmpty, blocks.allSatisfy({ hasNoErrors($0, correction) }) else { throw .correction }
    return data
  }

  /// Whether the block, taken as a polynomial over GF(256), is zero at each root.
  private static func hasNoErrors(_ block: [Int], _ correction: Int) -> Bool {
    (0..<correction).allSatisfy { power in
      var sum = 0
      for (index, byte) in block.enumerated() where byte != 0 {
        let exponent = power * (block.count - 1 - index)
        sum ^= field.powers[(field.logarithms[byte] + exponent) % 255]
      }
      return sum == 0
    }
  }

  private static let field: (powers: [Int], logarithms: [Int]) = {
    var (powers, logarithms) = ([Int](), [Int](repeating: 0, count: 256))
    var value = 1
    for exponent in 0..<255 {
      powers.append(value)
      logarithms[value] = exponent
      value *= 2
      if value > 255 { value ^= 0b1_0001_1101 }
    }
    return (powers, logarithms)
  }()

  private static func text(of data: [Int], version: Int) throws(Flaw) -> String {
    var bits = data.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 == 1 } }[...]
    func take(_ count: Int) -> Int {
      defer { bits = bits.dropFirst(count) }
      return number(bits.prefix(count))
    }
    guard take(4) == 4 else { throw .mode }
    let count = take(version < 10 ? 8 : 16)
    let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: take(8)) }
    guard take(4) == 0 else { throw .filler }
    let filler = numbers(bits, width: 8)
    guard filler.enumerated().allSatisfy({ $0.element == ($0.offset % 2 == 0 ? 236 : 17) }) else {
      throw .filler
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(_ bits: ArraySlice<Bool>) -> Int { bits.reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }

  private static func numbers(_ bits: ArraySlice<Bool>, width: Int) -> [Int] {
    stride(from: bits.startIndex, to: bits.endIndex, by: width).map { number(bits[$0..<($0 + width)]) }
  }
}
