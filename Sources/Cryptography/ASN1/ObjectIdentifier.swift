/// Object identifiers as they are encoded (X.690 §8.19).
package enum ObjectIdentifier {
  /// An object identifier's content, dotted; nil when it is malformed.
  package static func dotted(_ content: ArraySlice<UInt8>) -> String? {
    guard let last = content.last, last & 0x80 == 0 else { return nil }
    var arcs: [UInt64] = []
    var value: UInt64 = 0
    for octet in content {
      guard value <= UInt64.max >> 7 else { return nil }
      value = value << 7 | UInt64(octet & 0x7f)
      guard octet & 0x80 == 0 else { continue }
      if arcs.isEmpty {
        let root = min(value / 40, 2)
        arcs = [root, value - root * 40]
      } else {
        arcs.append(value)
      }
      value = 0
    }
    return arcs.map(String.init).joined(separator: ".")
  }
}
