/// Reads the XML of Android App Bundles, which aapt2 writes as Protocol Buffers, into elements.
///
///     message XmlNode      { XmlElement element = 1; string text = 2; SourcePosition source = 3; }
///     message XmlElement   { XmlNamespace namespace_declaration = 1; string namespace_uri = 2;
///                            string name = 3; XmlAttribute attribute = 4; XmlNode child = 5; }
///     message XmlAttribute { string namespace_uri = 1; string name = 2; string value = 3;
///                            SourcePosition source = 4; uint32 resource_id = 5; Item compiled_item = 6; }
///     message Item         { Reference ref = 1; String str = 2; RawString raw_str = 3; …; Primitive prim = 7; }
///     message Reference    { Type type = 1; uint32 id = 2; string name = 3; … }
///     message Primitive    { …; int32 int_decimal_value = 6; uint32 int_hexadecimal_value = 7;
///                            bool boolean_value = 8; … }
///
/// Source: `frameworks/base/tools/aapt2/Resources.proto`; the numbers used here are those that aapt2 2.19
/// writes.
enum ProtoXML {
  /// The root element of a file.
  ///
  /// `file` is the entry's name, for messages.
  ///
  /// - Throws: ``AndroidError`` `.malformed` with the offset, or `.tooLarge` beyond
  ///   ``CompiledElement/Limit``.
  static func root(of bytes: [UInt8], file: String) throws(AndroidError) -> CompiledElement {
    var reader = ProtoXMLReader(file: file)
    guard let root = try reader.node(bytes[...], at: 0, depth: 0) else {
      throw .malformed(.protoXML, field: "element", offset: 0, file: file)
    }
    return root
  }
}

/// The state of one reading: what has been taken out of the file so far.
private struct ProtoXMLReader {
  typealias Value = CompiledAttribute.Value

  let file: String
  private var elements = 0
  private var attributes = 0

  init(file: String) {
    self.file = file
  }

  /// The element of a node; nil for text.
  mutating func node(
    _ bytes: ArraySlice<UInt8>, at offset: Int, depth: Int
  ) throws(AndroidError) -> CompiledElement? {
    try check(depth, CompiledElement.Limit.depth, "depth")
    var element: CompiledElement?
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      if case (1, .bytes(let content, let at)) = (field, value) {
        element = try self.element(content, at: at, depth: depth)
      }
    }
    return element
  }

  private mutating func element(
    _ bytes: ArraySlice<UInt8>, at offset: Int, depth: Int
  ) throws(AndroidError) -> CompiledElement {
    elements += 1
    try check(elements, CompiledElement.Limit.elements, "elements")
    var element = CompiledElement(name: "", namespace: nil, attributes: [], children: [])
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      guard case .bytes(let content, let at) = value else { continue }
      switch field {
      case 2: element.namespace = text(content)
      case 3: element.name = text(content) ?? ""
      case 4: element.attributes.append(try attribute(content, at: at))
      case 5:
        if let child = try node(content, at: at, depth: depth + 1) { element.children.append(child) }
      default: break
      }
    }
    return element
  }

  private mutating func attribute(
    _ bytes: ArraySlice<UInt8>, at offset: Int
  ) throws(AndroidError) -> CompiledAttribute {
    attributes += 1
    try check(attributes, CompiledElement.Limit.attributes, "attributes")
    var attribute = CompiledAttribute(namespace: nil, name: "", resourceID: nil, value: .string(""))
    var written = ""
    var compiled: Value?
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let content, _)): attribute.namespace = text(content)
      case (2, .bytes(let content, _)): attribute.name = text(content) ?? ""
      case (3, .bytes(let content, _)): written = text(content) ?? ""
      case (5, .varint(let id)): attribute.resourceID = id == 0 ? nil : UInt32(truncatingIfNeeded: id)
      case (6, .bytes(let content, let at)): compiled = try item(content, at: at)
      default: break
      }
    }
    attribute.value = compiled ?? .string(written)
    return attribute
  }

  /// The typed value of an item; nil for strings, which the attribute spells out itself.
  private func item(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(AndroidError) -> Value? {
    var result: Value?
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let content, let at)): result = .reference(try referenceID(content, at: at))
      case (7, .bytes(let content, let at)): result = try primitive(content, at: at)
      default: break
      }
    }
    return result
  }

  private func referenceID(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(AndroidError) -> UInt32 {
    var id: UInt32 = 0
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      if case (2, .varint(let number)) = (field, value) { id = UInt32(truncatingIfNeeded: number) }
    }
    return id
  }

  private func primitive(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(AndroidError) -> Value? {
    var result: Value?
    var reader = message(bytes, offset)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (6, .varint(let number)), (7, .varint(let number)):
        result = .integer(UInt32(truncatingIfNeeded: number))
      case (8, .varint(let number)): result = .boolean(number != 0)
      case (_, .varint(let number)): result = .other(type: 0, data: UInt32(truncatingIfNeeded: number))
      case (_, .fixed32(let bits)): result = .other(type: 0x04, data: bits)
      default: break
      }
    }
    return result
  }

  private func message(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> ProtoReader {
    ProtoReader(bytes, at: offset, structure: .protoXML, file: file)
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String? {
    bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  private func check(_ size: Int, _ limit: Int, _ field: String) throws(AndroidError) {
    guard size <= limit else {
      throw .tooLarge(.protoXML, field: field, size: size, limit: limit, file: file)
    }
  }
}
