/// The bytes that a QR code shows: a text, what fills it up, and what corrects errors of reading.
///
///     0100 | length, 8 or 16 bits | bytes | 0000 | EC 11 EC 11 …        (ISO/IEC 18004 §7.4)
///
/// Cut into blocks, each with a Reed-Solomon remainder over GF(256), and dealt out block by block (§7.5, §7.6).
enum QRCodewords {
  /// - Precondition: the version holds the bytes.
  static func all(for bytes: [UInt8], in version: QRVersion) -> [UInt8] {
    let blocks = blocks(of: data(for: bytes, in: version), in: version)
    let corrections = blocks.map { remainder(of: $0, count: version.correction) }
    return dealt(blocks) + dealt(corrections)
  }

  private static func data(for bytes: [UInt8], in version: QRVersion) -> [UInt8] {
    let length = bytes.count
    let header: [UInt8] =
      version.lengthBits == 16
      ? [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
      : [UInt8(truncatingIfNeeded: length)]
    // The mode is four bits, which puts everything behind it on the second half of a byte.
    var data: [UInt8] = []
    var carried: UInt8 = 0b0100
    for byte in header + bytes {
      data.append(carried << 4 | byte >> 4)
      carried = byte & 0x0f
    }
    data.append(carried << 4)
    var filler: UInt8 = 0xec
    while data.count < version.dataCodewords {
      data.append(filler)
      filler ^= 0xec ^ 0x11
    }
    return data
  }

  /// The shorter blocks first; the others have one byte more.
  private static func blocks(of data: [UInt8], in version: QRVersion) -> [[UInt8]] {
    let (length, longer) = data.count.quotientAndRemainder(dividingBy: version.blocks)
    var rest = data[...]
    return (0..<version.blocks).map { index in
      let block = rest.prefix(index < version.blocks - longer ? length : length + 1)
      rest = rest.dropFirst(block.count)
      return Array(block)
    }
  }

  /// The first byte of each block, then the second of each.
  private static func dealt(_ blocks: [[UInt8]]) -> [UInt8] {
    (0..<(blocks.map(\.count).max() ?? 0)).flatMap { index in
      blocks.compactMap { index < $0.count ? $0[index] : nil }
    }
  }

  // MARK: Reed-Solomon

  /// What is left of `block · x^count` divided by `(x - 1)(x - α)…(x - α^(count - 1))`.
  private static func remainder(of block: [UInt8], count: Int) -> [UInt8] {
    let divisor = divisor(count)
    var remainder = [UInt8](repeating: 0, count: count)
    for byte in block {
      let factor = byte ^ remainder.removeFirst()
      remainder.append(0)
      for index in 0..<count { remainder[index] ^= product(divisor[index], factor) }
    }
    return remainder
  }

  /// The divisor's coefficients, the highest power first and without its own, which is 1.
  private static func divisor(_ degree: Int) -> [UInt8] {
    var coefficients = [UInt8](repeating: 0, count: degree - 1) + [1]
    var root: UInt8 = 1
    for _ in 0..<degree {
      for index in 0..<degree {
        let next = index + 1 < degree ? coefficients[index + 1] : 0
        coefficients[index] = product(coefficients[index], root) ^ next
      }
      root = product(root, 2)
    }
    return coefficients
  }

  /// In GF(256) modulo x⁸ + x⁴ + x³ + x² + 1.
  private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var (product, left, right) = (UInt8(0), left, right)
    while right != 0 {
      if right & 1 != 0 { product ^= left }
      left = left & 0x80 == 0 ? left << 1 : left << 1 ^ 0x1d
      right >>= 1
    }
    return product
  }
}
