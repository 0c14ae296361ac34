import Bytes

/// Writes binary XML for tests: real chunks, with any string pool and any lie.
struct BinaryXMLBuilder {
  var strings: [String] = []
  var isUTF8 = false
  var resourceIDs: [UInt32] = []
  var body: [UInt8] = []

  mutating func index(_ string: String) -> UInt32 {
    if let known = strings.firstIndex(of: string) { return UInt32(known) }
    strings.append(string)
    return UInt32(strings.count - 1)
  }

  mutating func start(_ name: String, _ attributes: [(name: UInt32, type: UInt8, data: UInt32)] = []) {
    var chunk: [UInt8] = []
    chunk.append(u32: 0)
    chunk.append(u32: .max)
    chunk.append(u32: .max)
    chunk.append(u32: index(name))
    chunk.append(u16: 20)
    chunk.append(u16: 20)
    chunk.append(u16: UInt16(attributes.count))
    chunk += [0, 0, 0, 0, 0, 0]
    for attribute in attributes {
      chunk.append(u32: .max)
      chunk.append(u32: attribute.name)
      chunk.append(u32: attribute.type == 3 ? attribute.data : .max)
      chunk += [8, 0, 0, attribute.type]
      chunk.append(u32: attribute.data)
    }
    append(type: 0x0102, header: 16, chunk, to: &body)
  }

  mutating func end(_ name: String) {
    var chunk: [UInt8] = []
    chunk.append(u32: 0)
    chunk.append(u32: .max)
    chunk.append(u32: .max)
    chunk.append(u32: index(name))
    append(type: 0x0103, header: 16, chunk, to: &body)
  }

  var bytes: [UInt8] {
    var content = pool
    var map: [UInt8] = []
    for id in resourceIDs { map.append(u32: id) }
    append(type: 0x0180, header: 8, map, to: &content)
    content += body
    var file: [UInt8] = []
    append(type: 0x0003, header: 8, content, to: &file)
    return file
  }

  private var pool: [UInt8] {
    var offsets: [UInt8] = []
    var data: [UInt8] = []
    for string in strings {
      offsets.append(u32: UInt32(data.count))
      if isUTF8 {
        for length in [string.utf16.count, string.utf8.count] {
          if length > 0x7f { data.append(UInt8(0x80 | length >> 8)) }
          data.append(UInt8(length & 0xff))
        }
        data += Array(string.utf8) + [0]
      } else {
        let units = Array(string.utf16)
        if units.count > 0x7fff { data.append(u16: UInt16(0x8000 | units.count >> 16)) }
        data.append(u16: UInt16(truncatingIfNeeded: units.count))
        for unit in units { data.append(u16: unit) }
        data += [0, 0]
      }
    }
    while data.count % 4 != 0 { data.append(0) }
    var chunk: [UInt8] = []
    chunk.append(u32: UInt32(strings.count))
    chunk.append(u32: 0)
    chunk.append(u32: isUTF8 ? 0x100 : 0)
    chunk.append(u32: UInt32(28 + offsets.count))
    chunk.append(u32: 0)
    var result: [UInt8] = []
    append(type: 0x0001, header: 28, chunk + offsets + data, to: &result)
    return result
  }

  private func append(type: UInt16, header: UInt16, _ content: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(u16: type)
    bytes.append(u16: header)
    bytes.append(u32: UInt32(content.count + 8))
    bytes += content
  }
}
