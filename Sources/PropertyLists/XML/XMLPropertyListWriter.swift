import struct FoundationEssentials.Data
import Glibc

/// Writes a property list in XML as Apple's own writer lays it out (CoreFoundation, `CFPropertyList.c`).
struct XMLPropertyListWriter {
  private(set) var bytes: [UInt8] = []

  mutating func document(_ value: PropertyList) {
    bytes +=
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">

      """.utf8
    append(value, indent: 0)
    bytes += "</plist>\n".utf8
  }

  private mutating func append(_ value: PropertyList, indent: Int) {
    switch value {
    case .string(let text): line(text, in: "string", indent: indent)
    case .integer(let number): line(String(number), in: "integer", indent: indent)
    case .real(let number): line(Self.text(number), in: "real", indent: indent)
    case .boolean(let value): line(value ? "<true/>" : "<false/>", indent: indent)
    case .date(let date): line(PropertyListDate.text(date), in: "date", indent: indent)
    case .data(let data): append(data, indent: indent)
    case .array(let elements):
      guard !elements.isEmpty else { return line("<array/>", indent: indent) }
      line("<array>", indent: indent)
      for element in elements { append(element, indent: indent + 1) }
      line("</array>", indent: indent)
    case .dictionary(let dictionary):
      guard !dictionary.isEmpty else { return line("<dict/>", indent: indent) }
      line("<dict>", indent: indent)
      for (key, value) in dictionary.sorted(by: { $0.key.precedesByBytes($1.key) }) {
        line(key, in: "key", indent: indent + 1)
        append(value, indent: indent + 1)
      }
      line("</dict>", indent: indent)
    }
  }

  /// Base 64 in lines that, with a tab as eight columns and no more than eight tabs, end at column 76.
  private mutating func append(_ data: [UInt8], indent: Int) {
    line("<data>", indent: indent)
    let text = Array(Data(data).base64EncodedString().utf8)
    let width = 76 - 8 * min(indent, 8)
    for start in stride(from: 0, to: text.count, by: width) {
      self.indent(indent)
      bytes += text[start..<min(start + width, text.count)]
      bytes.append(0x0a)
    }
    line("</data>", indent: indent)
  }

  private mutating func indent(_ count: Int) {
    for _ in 0..<count { bytes.append(0x09) }
  }

  private mutating func line(_ markup: String, indent count: Int) {
    indent(count)
    bytes += markup.utf8
    bytes.append(0x0a)
  }

  private mutating func line(_ text: String, in element: String, indent count: Int) {
    indent(count)
    bytes += "<\(element)>".utf8
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      // Apple writes these as they are, and readers of XML refuse them or make another character of them.
      case 0..<0x09, 0x0b..<0x20: bytes += "&#\(byte);".utf8
      default: bytes.append(byte)
      }
    }
    bytes += "</\(element)>\n".utf8
  }

  /// 17 significant digits, which give every number back, without zeros at the end.
  private static func text(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number > 0 ? "+infinity" : "-infinity" }
    if number == 0 { return "0.0" }
    let room = 32
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
      let count = withVaList([number]) { vsnprintf(buffer.baseAddress, room, "%.17g", $0) }
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(count)), as: UTF8.self)
    }
  }
}

extension PropertyList {
  /// The list in XML, laid out as Apple does: indented with tabs, keys sorted by their UTF-8 bytes, whole seconds.
  package func xml() -> [UInt8] {
    var writer = XMLPropertyListWriter()
    writer.document(self)
    return writer.bytes
  }
}
