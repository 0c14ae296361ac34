import struct FoundationEssentials.Date

/// Writes the binary form, which ``BinaryPropertyListReader`` describes.
///
/// As Apple does it: an object comes before what is in it, a dictionary's keys before its values, and equal strings,
/// numbers, dates and data are one object.
struct BinaryPropertyListWriter {
  /// What is one object however often it occurs; reals and dates by their bits, so that every one is equal to itself.
  private enum Leaf: Hashable {
    /// A string by its bytes: strings are equal across Unicode normalisations.
    case string([UInt8])
    case integer(Int)
    case real(UInt64)
    case boolean(Bool)
    case date(UInt64)
    case data([UInt8])
  }

  private enum Object {
    case leaf(Leaf)
    case array([Int])
    case dictionary(keys: [Int], values: [Int])
  }

  private var objects: [Object] = []
  private var numbers: [Leaf: Int] = [:]
  private var bytes = Array("bplist00".utf8)

  static func write(_ value: PropertyList) -> [UInt8] {
    var writer = BinaryPropertyListWriter()
    _ = writer.add(value)
    return writer.finish()
  }

  private mutating func add(_ value: PropertyList) -> Int {
    switch value {
    case .string(let text): return object(for: .string(Array(text.utf8)))
    case .integer(let number): return object(for: .integer(number))
    case .real(let number): return object(for: .real(number.bitPattern))
    case .boolean(let value): return object(for: .boolean(value))
    case .date(let date): return object(for: .date(date.timeIntervalSinceReferenceDate.bitPattern))
    case .data(let data): return object(for: .data(data))
    case .array(let elements):
      let number = place()
      objects[number] = .array(elements.map { add($0) })
      return number
    case .dictionary(let dictionary):
      let number = place()
      let pairs = dictionary.sorted { $0.key.precedesByBytes($1.key) }
      let keys = pairs.map { object(for: .string(Array($0.key.utf8))) }
      objects[number] = .dictionary(keys: keys, values: pairs.map { add($0.value) })
      return number
    }
  }

  private mutating func place() -> Int {
    objects.append(.array([]))
    return objects.count - 1
  }

  private mutating func object(for leaf: Leaf) -> Int {
    if let number = numbers[leaf] { return number }
    objects.append(.leaf(leaf))
    numbers[leaf] = objects.count - 1
    return objects.count - 1
  }

  private mutating func finish() -> [UInt8] {
    let referenceSize = Self.width(objects.count)
    var offsets: [Int] = []
    for object in objects {
      offsets.append(bytes.count)
      switch object {
      case .leaf(let leaf): append(leaf)
      case .array(let elements):
        begin(0xa0, count: elements.count)
        for element in elements { append(UInt64(element), width: referenceSize) }
      case .dictionary(let keys, let values):
        begin(0xd0, count: keys.count)
        for element in keys + values { append(UInt64(element), width: referenceSize) }
      }
    }
    let table = bytes.count
    let offsetSize = Self.width(table)
    for offset in offsets { append(UInt64(offset), width: offsetSize) }
    bytes += [0, 0, 0, 0, 0, 0, UInt8(offsetSize), UInt8(referenceSize)]
    append(UInt64(objects.count), width: 8)
    append(0, width: 8)
    append(UInt64(table), width: 8)
    return bytes
  }

  private mutating func append(_ leaf: Leaf) {
    switch leaf {
    case .boolean(let value): bytes.append(value ? 9 : 8)
    case .integer(let number): append(number)
    case .real(let bits):
      bytes.append(0x23)
      append(bits, width: 8)
    case .date(let bits):
      bytes.append(0x33)
      append(bits, width: 8)
    case .data(let data):
      begin(0x40, count: data.count)
      bytes += data
    case .string(let text):
      if text.allSatisfy({ $0 < 0x80 }) {
        begin(0x50, count: text.count)
        bytes += text
      } else {
        let units = Array(String(decoding: text, as: UTF8.self).utf16)
        begin(0x60, count: units.count)
        for unit in units { append(UInt64(unit), width: 2) }
      }
    }
  }

  private mutating func append(_ number: Int) {
    let width = number < 0 ? 8 : Self.width(number)
    bytes.append(0x10 | UInt8(width.trailingZeroBitCount))
    append(UInt64(bitPattern: Int64(number)), width: width)
  }

  private mutating func begin(_ marker: UInt8, count: Int) {
    bytes.append(marker | UInt8(min(count, 0x0f)))
    if count >= 0x0f { append(count) }
  }

  private mutating func append(_ number: UInt64, width: Int) {
    for shift in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
  }

  /// The bytes that numbers up to this one need: one, two, four or eight.
  private static func width(_ number: Int) -> Int {
    number < 1 << 8 ? 1 : number < 1 << 16 ? 2 : number < 1 << 32 ? 4 : 8
  }
}

extension PropertyList {
  /// The list in the form `bplist00`.
  package func binary() -> [UInt8] {
    BinaryPropertyListWriter.write(self)
  }
}
