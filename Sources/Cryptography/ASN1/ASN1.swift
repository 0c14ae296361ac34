/// Identifier octets and encodings of ASN.1 (X.690).
enum ASN1 {
  static let boolean: UInt8 = 0x01
  static let integer: UInt8 = 0x02
  static let bitString: UInt8 = 0x03
  static let octetString: UInt8 = 0x04
  static let constructedOctetString: UInt8 = 0x24
  static let null: UInt8 = 0x05
  static let objectIdentifier: UInt8 = 0x06
  static let utf8String: UInt8 = 0x0c
  static let printableString: UInt8 = 0x13
  static let teletexString: UInt8 = 0x14
  static let ia5String: UInt8 = 0x16
  static let utcTime: UInt8 = 0x17
  static let generalizedTime: UInt8 = 0x18
  static let universalString: UInt8 = 0x1c
  static let bmpString: UInt8 = 0x1e
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31

  /// The identifier octet of a constructed context-specific element, `[n]`.
  static func context(_ number: UInt8) -> UInt8 { 0xa0 | number }

  /// One element in DER.
  static func encode(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var bytes = [tag]
    if content.count < 0x80 {
      bytes.append(UInt8(content.count))
    } else {
      let octets = (0..<8).reversed().map { UInt8(truncatingIfNeeded: content.count >> ($0 * 8)) }.drop {
        $0 == 0
      }
      bytes.append(0x80 | UInt8(octets.count))
      bytes += octets
    }
    return bytes + content
  }

  static func encodeSequence(_ parts: [UInt8]...) -> [UInt8] {
    encode(sequence, parts.flatMap { $0 })
  }

  /// A SET OF in DER: the elements in ascending order of their encodings (X.690 §11.6).
  static func encodeSetOf(_ parts: [[UInt8]], tag: UInt8 = set) -> [UInt8] {
    encode(tag, parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }

  /// An object identifier of ours, written dotted.
  static func encodeObjectIdentifier(_ dotted: String) -> [UInt8] {
    let arcs = dotted.split(separator: ".").compactMap { UInt64($0) }
    guard arcs.count >= 2 else { return encode(objectIdentifier, []) }
    var content: [UInt8] = []
    for arc in [arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2) {
      var septets = [UInt8(arc & 0x7f)]
      var rest = arc >> 7
      while rest > 0 {
        septets.append(UInt8(rest & 0x7f) | 0x80)
        rest >>= 7
      }
      content += septets.reversed()
    }
    return encode(objectIdentifier, content)
  }

  static func encodeInteger(_ value: UInt8) -> [UInt8] {
    encode(integer, value < 0x80 ? [value] : [0, value])
  }

  static let encodedNull: [UInt8] = [null, 0]
}
