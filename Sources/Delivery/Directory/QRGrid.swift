/// The modules of a QR code while it is drawn (ISO/IEC 18004 §6.3, §7.7 to §7.10).
struct QRGrid: Sendable {
  let size: Int
  /// Row by row; true is dark.
  private(set) var modules: [Bool]
  /// Those that are there to find and straighten the code, and those that say its mask and version.
  private var isReserved: [Bool]

  /// Draws what is the same in each code of a version, and leaves room for what says the mask.
  init(_ version: QRVersion) {
    size = version.size
    modules = Array(repeating: false, count: size * size)
    isReserved = modules
    for index in 0..<size {
      reserve(index, 6, dark: index.isMultiple(of: 2))
      reserve(6, index, dark: index.isMultiple(of: 2))
    }
    for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(column, row) }
    let centres = version.alignment
    for column in centres {
      for row in centres where !isFinder(column, row) { drawAlignment(column, row) }
    }
    drawFormat(0)
    if version.number >= 7 { drawVersion(version.number) }
  }

  subscript(column: Int, row: Int) -> Bool { modules[row * size + column] }

  /// Lays the bits of the codewords from the lower right in columns of two, up and down in turns.
  mutating func place(_ codewords: [UInt8]) {
    var bits = codewords.flatMap { (byte) -> [Bool] in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }[...]
    var isUpward = true
    // The column of the timing pattern is left out, so that the pairs beyond it begin at odd columns.
    for right in Array(stride(from: size - 1, to: 6, by: -2)) + [5, 3, 1] {
      for step in 0..<size {
        let row = isUpward ? size - 1 - step : step
        for column in [right, right - 1] where !isReserved[row * size + column] {
          // What remains at the end is light.
          modules[row * size + column] = bits.popFirst() ?? false
        }
      }
      isUpward.toggle()
    }
  }

  /// The grid with a mask over the data, and with what tells readers of it.
  func masked(by mask: Int) -> QRGrid {
    var grid = self
    for row in 0..<size {
      for column in 0..<size where !isReserved[row * size + column] {
        if Self.inverts(mask, column, row) { grid.modules[row * size + column].toggle() }
      }
    }
    grid.drawFormat(mask)
    return grid
  }

  /// Table 10.
  private static func inverts(_ mask: Int, _ column: Int, _ row: Int) -> Bool {
    switch mask {
    case 0: (row + column) % 2 == 0
    case 1: row % 2 == 0
    case 2: column % 3 == 0
    case 3: (row + column) % 3 == 0
    case 4: (row / 2 + column / 3) % 2 == 0
    case 5: row * column % 2 + row * column % 3 == 0
    case 6: (row * column % 2 + row * column % 3) % 2 == 0
    default: ((row + column) % 2 + row * column % 3) % 2 == 0
    }
  }

  // MARK: What is reserved

  private mutating func reserve(_ column: Int, _ row: Int, dark: Bool) {
    guard 0..<size ~= column, 0..<size ~= row else { return }
    modules[row * size + column] = dark
    isReserved[row * size + column] = true
  }

  /// Rings around a centre by their distance from it: two and the outermost, the separator, are light.
  private mutating func drawFinder(_ column: Int, _ row: Int) {
    for down in -4...4 {
      for right in -4...4 {
        let ring = max(abs(right), abs(down))
        reserve(column + right, row + down, dark: ring != 2 && ring != 4)
      }
    }
  }

  private mutating func drawAlignment(_ column: Int, _ row: Int) {
    for down in -2...2 {
      for right in -2...2 {
        reserve(column + right, row + down, dark: max(abs(right), abs(down)) != 1)
      }
    }
  }

  private func isFinder(_ column: Int, _ row: Int) -> Bool {
    let isFirst = (column == 6, row == 6)
    let isLast = (column == size - 7, row == size - 7)
    return isFirst.0 && isFirst.1 || isFirst.0 && isLast.1 || isLast.0 && isFirst.1
  }

  /// Correction level M, which is 00, and the mask, with a remainder of ten bits, twice.
  private mutating func drawFormat(_ mask: Int) {
    let bits = (mask << 10 | Self.remainder(of: mask << 10, by: 0x537, degree: 10)) ^ 0x5412
    func isSet(_ index: Int) -> Bool { bits >> index & 1 == 1 }
    for index in 0..<15 {
      // Down beside the upper left finder and on to the left below it, passing over the timing patterns.
      let (column, row) = index < 8 ? (8, index < 6 ? index : index + 1) : (index == 8 ? 7 : 14 - index, 8)
      reserve(column, row, dark: isSet(index))
      if index < 8 {
        reserve(size - 1 - index, 8, dark: isSet(index))
      } else {
        reserve(8, size - 15 + index, dark: isSet(index))
      }
    }
    reserve(8, size - 8, dark: true)
  }

  /// Six bits and a remainder of twelve, beside the upper right and the lower left finder.
  private mutating func drawVersion(_ number: Int) {
    let bits = number << 12 | Self.remainder(of: number << 12, by: 0x1f25, degree: 12)
    for index in 0..<18 {
      let (far, near) = (size - 11 + index % 3, index / 3)
      reserve(far, near, dark: bits >> index & 1 == 1)
      reserve(near, far, dark: bits >> index & 1 == 1)
    }
  }

  /// Of polynomials over GF(2), a coefficient a bit (annexes C and D).
  private static func remainder(of value: Int, by divisor: Int, degree: Int) -> Int {
    var rest = value
    while rest >> degree != 0 {
      let length = Int.bitWidth - rest.leadingZeroBitCount
      rest ^= divisor << (length - degree - 1)
    }
    return rest
  }
}
