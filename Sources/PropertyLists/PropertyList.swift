package import struct FoundationEssentials.Date

/// A value of one of the kinds that property lists know.
///
/// Property lists are Apple's configuration files: an XML document or the binary form `bplist00`, of the same values.
package indirect enum PropertyList: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case real(Double)
  case boolean(Bool)
  case date(Date)
  case data([UInt8])
  case array([PropertyList])
  case dictionary([String: PropertyList])
}

extension PropertyList {
  /// What a dictionary has under a key; nil also for what is no dictionary.
  package subscript(key: String) -> PropertyList? { dictionary?[key] }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  package var date: Date? { if case .date(let value) = self { value } else { nil } }
  package var data: [UInt8]? { if case .data(let value) = self { value } else { nil } }
  package var array: [PropertyList]? { if case .array(let value) = self { value } else { nil } }
  package var dictionary: [String: PropertyList]? {
    if case .dictionary(let value) = self { value } else { nil }
  }

  /// The elements of an array of strings; nil for any other value.
  package var strings: [String]? {
    guard let array else { return nil }
    let strings = array.compactMap(\.string)
    return strings.count == array.count ? strings : nil
  }
}
