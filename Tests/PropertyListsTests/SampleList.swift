import FoundationEssentials
import PropertyLists

/// One list with every kind of value, and what surrounds it on its way through the tests.
enum SampleList {
  static let value = PropertyList.dictionary([
    "array": .array([
      .integer(0), .integer(255), .integer(256), .integer(65_536), .integer(1 << 32), .integer(-1),
    ]),
    "bounds": .array([.integer(.max), .integer(.min)]),
    "booleans": .array([.boolean(true), .boolean(false), .boolean(true)]),
    "data": .data(Array(0..<100)),
    "date": .date(Date(timeIntervalSince1970: 1_436_183_451)),
    "empty": .array([.array([]), .dictionary([:]), .string(""), .data([])]),
    "nested": .dictionary(["a": .dictionary(["b": .array([.dictionary(["c": .string("deep")])])])]),
    "reals": .array([.real(1000), .real(0.1), .real(-1e300), .real(0.5)]),
    "twice": .array([.string("deep"), .string("deep")]),
    "Schlüssel": .string("<Größe> & \"Länge\" 'x' 🙂\n\tzweite Zeile"),
  ])

  /// The same in Python.
  static let python = """
    import datetime
    sample = {
      "array": [0, 255, 256, 65536, 1 << 32, -1],
      "bounds": [(1 << 63) - 1, -(1 << 63)],
      "booleans": [True, False, True],
      "data": bytes(range(100)),
      "date": datetime.datetime(2015, 7, 6, 11, 50, 51),
      "empty": [[], {}, "", b""],
      "nested": {"a": {"b": [{"c": "deep"}]}},
      "reals": [1000.0, 0.1, -1e300, 0.5],
      "twice": ["deep", "deep"],
      "Schl\\u00fcssel": "<Gr\\u00f6\\u00dfe> & \\"L\\u00e4nge\\" 'x' \\U0001f642\\n\\tzweite Zeile",
    }

    """

  /// Nested arrays, as deep as told.
  static func nested(_ levels: Int) -> PropertyList {
    (0..<levels).reduce(.integer(1)) { value, _ in .array([value]) }
  }

  /// What stands before and behind a value in XML.
  static func document(_ value: String) -> [UInt8] {
    Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\(value)</plist>\n".utf8)
  }

  /// A binary list of objects that are already encoded, with references and offsets of two bytes; the first is the top.
  static func binary(_ objects: [[UInt8]]) -> [UInt8] {
    var bytes = Array("bplist00".utf8)
    var table: [UInt8] = []
    for object in objects {
      table += [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)]
      bytes += object
    }
    let end = bytes.count
    func long(_ number: Int) -> [UInt8] {
      (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    return bytes + table + [0, 0, 0, 0, 0, 0, 2, 2] + long(objects.count) + long(0) + long(end)
  }
}
