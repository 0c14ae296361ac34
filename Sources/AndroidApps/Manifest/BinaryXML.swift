import Bytes

/// Reads the binary XML of APKs into elements.
///
///     struct ResChunk_header { uint16_t type, headerSize; uint32_t size; };   // size: header and all within
///
///     0x0003 XML              everything below stands in it
///     0x0001 string pool      0x0180 resource map: the id of the attribute whose name has this string index
///     0x0102 start element    u32 line, comment; u32 ns, name; u16 attributeStart, attributeSize,
///                             attributeCount, idIndex, classIndex, styleIndex; then the attributes
///     0x0103 end element      0x0100, 0x0101 namespaces, 0x0104 text: skipped, like any type not known
///
///     attribute               u32 ns, name, rawValue; u16 size, u8 0, u8 dataType, u32 data
///
/// Source: `ResourceTypes.h` of the Android platform.
enum BinaryXML {
  private static let xml: UInt16 = 0x0003
  private static let pool: UInt16 = 0x0001
  private static let map: UInt16 = 0x0180
  private static let start: UInt16 = 0x0102
  private static let end: UInt16 = 0x0103

  /// The root element of a file.
  ///
  /// `file` is the entry's name, for messages.
  ///
  /// - Throws: ``AndroidError`` `.malformed` with the structure and the offset for anything that contradicts
  ///   the format, `.tooLarge` beyond ``CompiledElement/Limit``. Bytes after the XML chunk are not an error.
  static func root(of bytes: [UInt8], file: String) throws(AndroidError) -> CompiledElement {
    var reader = BinaryXMLReader(file: file)
    let outer = try Chunk(in: bytes[...], at: 0, file: file)
    guard outer.type == xml else {
      throw .malformed(.binaryXML, field: "type", offset: 0, file: file)
    }
    var offset = outer.header
    while offset < outer.size {
      let chunk = try Chunk(in: bytes[..<outer.size], at: offset, file: file)
      let content = bytes[offset..<offset + chunk.size]
      switch chunk.type {
      case pool where reader.strings == nil:
        reader.strings = try StringPool(content, header: chunk.header, at: offset, of: file)
      case map where reader.resourceIDs.isEmpty: try reader.readMap(content, chunk)
      case start: try reader.readStart(content, chunk)
      case end: try reader.readEnd(chunk)
      default: break
      }
      offset += chunk.size
    }
    guard let root = reader.root, reader.open.isEmpty else {
      throw .malformed(.binaryXML, field: "end of document", offset: offset, file: file)
    }
    return root
  }

  /// The header of a chunk whose claims fit the bytes around it.
  struct Chunk {
    let type: UInt16
    let header: Int
    let size: Int
    let offset: Int

    init(in bytes: ArraySlice<UInt8>, at offset: Int, file: String) throws(AndroidError) {
      var reader = ByteReader(bytes[offset...], at: offset)
      do {
        type = try reader.u16()
        header = Int(try reader.u16())
        size = Int(try reader.u32())
      } catch {
        throw .malformed(.binaryXML, field: "chunk header", offset: offset, file: file)
      }
      self.offset = offset
      guard header >= 8, header <= size, size <= bytes.endIndex - offset else {
        throw .malformed(.binaryXML, field: "chunk size", offset: offset, file: file)
      }
    }
  }
}

/// The state of one reading: the pool, the map and the elements still open.
private struct BinaryXMLReader {
  let file: String
  var strings: StringPool?
  var resourceIDs: [UInt32] = []
  var open: [CompiledElement] = []
  var root: CompiledElement?
  private var elements = 0
  private var attributes = 0

  init(file: String) {
    self.file = file
  }

  mutating func readMap(_ content: ArraySlice<UInt8>, _ chunk: BinaryXML.Chunk) throws(AndroidError) {
    var reader = ByteReader(content, at: chunk.offset)
    do {
      try reader.skip(chunk.header)
      while reader.remaining >= 4 { resourceIDs.append(try reader.u32()) }
    } catch { throw .malformed(.resourceMap, field: "ids", offset: chunk.offset, file: file) }
  }

  mutating func readStart(_ content: ArraySlice<UInt8>, _ chunk: BinaryXML.Chunk) throws(AndroidError) {
    let namespace: UInt32
    let name: UInt32
    let attributeStart: Int
    let attributeSize: Int
    let attributeCount: Int
    var reader = ByteReader(content, at: chunk.offset)
    do {
      try reader.skip(chunk.header)
      namespace = try reader.u32()
      name = try reader.u32()
      attributeStart = Int(try reader.u16())
      attributeSize = Int(try reader.u16())
      attributeCount = Int(try reader.u16())
    } catch { throw malformed("start element", chunk.offset) }
    guard root == nil || !open.isEmpty else { throw malformed("second root element", chunk.offset) }
    elements += 1
    attributes += attributeCount
    try check(open.count, CompiledElement.Limit.depth, "depth")
    try check(elements, CompiledElement.Limit.elements, "elements")
    try check(attributes, CompiledElement.Limit.attributes, "attributes")
    guard attributeCount == 0 || attributeSize >= 20 else { throw malformed("attributeSize", chunk.offset) }
    let first = chunk.header + attributeStart
    guard first + attributeSize * attributeCount <= content.count else {
      throw malformed("attributeCount", chunk.offset)
    }
    var element = CompiledElement(
      name: try string(name, chunk.offset) ?? "", namespace: try string(namespace, chunk.offset),
      attributes: [],
      children: [])
    for index in 0..<attributeCount {
      element.attributes.append(try attribute(in: content, at: first + index * attributeSize, chunk))
    }
    open.append(element)
  }

  private mutating func attribute(
    in content: ArraySlice<UInt8>, at position: Int, _ chunk: BinaryXML.Chunk
  ) throws(AndroidError) -> CompiledAttribute {
    let offset = chunk.offset + position
    let namespace: UInt32
    let name: UInt32
    let raw: UInt32
    let type: UInt8
    let data: UInt32
    var reader = ByteReader(content, at: chunk.offset)
    do {
      try reader.skip(position)
      namespace = try reader.u32()
      name = try reader.u32()
      raw = try reader.u32()
      try reader.skip(3)
      type = try reader.u8()
      data = try reader.u32()
    } catch { throw malformed("attribute", offset) }
    let value: CompiledAttribute.Value =
      switch type {
      case 0x01: .reference(data)
      case 0x03: .string(try string(data == .max ? raw : data, offset) ?? "")
      case 0x10, 0x11: .integer(data)
      case 0x12: .boolean(data != 0)
      default: .other(type: type, data: data)
      }
    return CompiledAttribute(
      namespace: try string(namespace, offset), name: try string(name, offset) ?? "",
      resourceID: name < resourceIDs.count ? resourceIDs[Int(name)] : nil, value: value)
  }

  mutating func readEnd(_ chunk: BinaryXML.Chunk) throws(AndroidError) {
    guard let closed = open.popLast() else { throw malformed("end element", chunk.offset) }
    if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
  }

  private mutating func string(_ index: UInt32, _ offset: Int) throws(AndroidError) -> String? {
    if strings == nil { throw malformed("missing string pool", offset) }
    return try strings?.string(index)
  }

  private func malformed(_ field: String, _ offset: Int) -> AndroidError {
    .malformed(.binaryXML, field: field, offset: offset, file: file)
  }

  private func check(_ size: Int, _ limit: Int, _ field: String) throws(AndroidError) {
    guard size <= limit else {
      throw .tooLarge(.binaryXML, field: field, size: size, limit: limit, file: file)
    }
  }
}
