import struct FoundationEssentials.Date

/// Reads the binary form.
///
///     HEADER        "bplist00"
///     OBJECT TABLE  variable-sized objects, each beginning with a marker: its kind in the upper four bits
///     OFFSET TABLE  per object, where it begins
///     TRAILER       32 bytes, see ``BinaryTrailer``
///
/// CoreFoundation, `CFBinaryPList.c`. Objects refer to one another by number, so that one may stand in many places. Each
/// is read once, and everything that it stands for is counted: a few hundred bytes that stand for billions of values are
/// refused, and so is what contains itself.
struct BinaryPropertyListReader {
  /// Of the version, CoreFoundation looks at the first digit only.
  static let magic = Array("bplist0".utf8)

  /// An object that was read, and how much it stands for with all that is in it.
  private struct Entry {
    let value: PropertyList
    var values = 1
    var bytes = 0
    /// How many arrays and dictionaries are in one another, itself included.
    var levels = 0
  }

  private enum State {
    case unread, beingRead
    case read(Entry)
  }

  private let bytes: [UInt8]
  private let trailer: BinaryTrailer
  private var objects: [State]

  static func read(_ bytes: [UInt8]) throws(PropertyListError) -> PropertyList {
    let trailer = try BinaryTrailer(of: bytes)
    var reader = BinaryPropertyListReader(
      bytes: bytes, trailer: trailer, objects: Array(repeating: .unread, count: trailer.objectCount))
    return try reader.object(trailer.topObject, level: 0).value
  }

  private mutating func object(_ number: Int, level: Int) throws(PropertyListError) -> Entry {
    let offset = try trailer.offset(of: number, in: bytes)
    switch objects[number] {
    case .read(let entry):
      guard level + entry.levels <= PropertyListLimits.levels else { throw Self.tooDeep }
      return entry
    case .beingRead: throw .malformed(what: "object that contains itself", offset: offset)
    case .unread: break
    }
    objects[number] = .beingRead
    let entry = try parse(at: offset, level: level)
    objects[number] = .read(entry)
    return entry
  }

  private static let tooDeep = PropertyListError.tooLarge(what: "levels", limit: PropertyListLimits.levels)

  private mutating func parse(at offset: Int, level: Int) throws(PropertyListError) -> Entry {
    let marker = bytes[offset]
    let low = Int(marker & 0x0f)
    switch marker >> 4 {
    case 0 where low == 8 || low == 9: return Entry(value: .boolean(low == 9))
    case 1: return Entry(value: .integer(try integer(at: offset)))
    case 2 where low == 2:
      return Entry(value: .real(Double(Float(bitPattern: UInt32(try number(4, at: offset))))))
    case 2 where low == 3: return Entry(value: .real(Double(bitPattern: try number(8, at: offset))))
    case 3 where low == 3: return Entry(value: .date(try date(at: offset)))
    case 4:
      let data = try content(at: offset, unit: 1)
      return Entry(value: .data(Array(data)), bytes: data.count)
    case 5, 6:
      let string = try string(at: offset, isWide: marker >> 4 == 6)
      return Entry(value: .string(string), bytes: string.utf8.count)
    case 0xa: return try array(at: offset, level: level + 1)
    case 0xd: return try dictionary(at: offset, level: level + 1)
    case 8: throw .malformed(what: "UID, which only archived objects have", offset: offset)
    default: throw .malformed(what: "object marker", offset: offset)
    }
  }

  private mutating func array(at offset: Int, level: Int) throws(PropertyListError) -> Entry {
    let references = try content(at: offset, unit: trailer.referenceSize)
    var sum = Entry(value: .array([]))
    var array: [PropertyList] = []
    for index in 0..<references.count / trailer.referenceSize {
      let entry = try element(index, of: references, level: level)
      try add(entry, to: &sum)
      array.append(entry.value)
    }
    return try container(.array(array), sum, level: level)
  }

  private mutating func dictionary(at offset: Int, level: Int) throws(PropertyListError) -> Entry {
    let references = try content(at: offset, unit: 2 * trailer.referenceSize)
    let count = references.count / (2 * trailer.referenceSize)
    var sum = Entry(value: .array([]))
    var dictionary: [String: PropertyList] = [:]
    for index in 0..<count {
      let key = try element(index, of: references, level: level)
      guard case .string(let name) = key.value else {
        throw .malformed(what: "dictionary with a key that is no string", offset: offset)
      }
      let entry = try element(count + index, of: references, level: level)
      try add(key, to: &sum)
      try add(entry, to: &sum)
      guard dictionary.updateValue(entry.value, forKey: name) == nil else {
        throw .malformed(what: "dictionary with a key twice", offset: offset)
      }
    }
    return try container(.dictionary(dictionary), sum, level: level)
  }

  private func container(
    _ value: PropertyList, _ sum: Entry, level: Int
  ) throws(PropertyListError) -> Entry {
    guard level <= PropertyListLimits.levels else { throw Self.tooDeep }
    return Entry(value: value, values: sum.values, bytes: sum.bytes, levels: sum.levels + 1)
  }

  /// Counts an element in; both summands are within their limits, so that nothing overflows.
  private func add(_ entry: Entry, to sum: inout Entry) throws(PropertyListError) {
    sum.values += entry.values
    sum.bytes += entry.bytes
    sum.levels = max(sum.levels, entry.levels)
    guard sum.values <= PropertyListLimits.values else {
      throw .tooLarge(what: "values", limit: PropertyListLimits.values)
    }
    guard sum.bytes <= PropertyListLimits.bytes else {
      throw .tooLarge(what: "bytes", limit: PropertyListLimits.bytes)
    }
  }

  /// The object that one of a container's references names.
  private mutating func element(
    _ index: Int, of references: ArraySlice<UInt8>, level: Int
  ) throws(PropertyListError) -> Entry {
    guard level <= PropertyListLimits.levels else { throw Self.tooDeep }
    let start = references.startIndex + index * trailer.referenceSize
    let number = BinaryTrailer.number(references[start..<start + trailer.referenceSize])
    guard number < UInt64(trailer.objectCount) else {
      throw .malformed(what: "object reference", offset: start)
    }
    return try object(Int(number), level: level)
  }

  /// The bytes of an object that has a count in its marker or behind it, of units of so many bytes.
  private func content(at offset: Int, unit: Int) throws(PropertyListError) -> ArraySlice<UInt8> {
    var count = UInt64(bytes[offset] & 0x0f)
    var start = offset + 1
    if count == 0x0f {
      guard start < trailer.offsetTable, bytes[start] >> 4 == 1, bytes[start] & 0x0f <= 3 else {
        throw .malformed(what: "object count", offset: start)
      }
      let width = 1 << Int(bytes[start] & 0x0f)
      count = try number(width, at: start)
      start += 1 + width
    }
    guard count <= UInt64((trailer.offsetTable - start) / unit) else {
      throw .malformed(what: "object count", offset: offset)
    }
    return bytes[start..<start + Int(count) * unit]
  }

  /// The big-endian number behind the marker at `offset`.
  private func number(_ width: Int, at offset: Int) throws(PropertyListError) -> UInt64 {
    guard width < trailer.offsetTable - offset else {
      throw .malformed(what: "object that is cut off", offset: offset)
    }
    return BinaryTrailer.number(bytes[offset + 1..<offset + 1 + width])
  }

  /// One, two and four bytes have no sign, eight do, and so do sixteen, of which only what fits into eight is read.
  private func integer(at offset: Int) throws(PropertyListError) -> Int {
    let exponent = Int(bytes[offset] & 0x0f)
    guard exponent <= 4 else { throw .malformed(what: "integer", offset: offset) }
    if exponent < 3 { return Int(try number(1 << exponent, at: offset)) }
    if exponent == 3 { return Int(bitPattern: UInt(try number(8, at: offset))) }
    let high = try number(8, at: offset)
    let low = Int(bitPattern: UInt(try number(8, at: offset + 8)))
    guard high == (low < 0 ? UInt64.max : 0) else {
      throw .malformed(what: "integer", offset: offset)
    }
    return low
  }

  /// Seconds since 2001.
  private func date(at offset: Int) throws(PropertyListError) -> Date {
    let date = Date(timeIntervalSinceReferenceDate: Double(bitPattern: try number(8, at: offset)))
    guard PropertyListDate.range.contains(date.timeIntervalSince1970) else {
      throw .malformed(what: "date", offset: offset)
    }
    return date
  }

  /// ASCII, or UTF-16 in big-endian order.
  private func string(at offset: Int, isWide: Bool) throws(PropertyListError) -> String {
    let content = try content(at: offset, unit: isWide ? 2 : 1)
    let string: String?
    if isWide {
      let units = stride(from: content.startIndex, to: content.endIndex, by: 2).map {
        UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
      }
      string = String(validating: units, as: UTF16.self)
    } else {
      string = content.allSatisfy { $0 < 0x80 } ? String(decoding: content, as: UTF8.self) : nil
    }
    guard let string else { throw .malformed(what: "string", offset: offset) }
    return string
  }
}
