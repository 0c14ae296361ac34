import FoundationEssentials
import PropertyLists
import Testing

@Suite struct PropertyListCodingTests {
  static let values: [(PropertyList, String)] = [
    (.string("a"), #""a""#), (.integer(-3), "-3"), (.boolean(true), "true"), (.real(1.5), "1.5"),
    (.array([.integer(1), .boolean(false)]), "[1,false]"), (.dictionary(["a": .array([])]), #"{"a":[]}"#),
    (.date(Date(timeIntervalSince1970: 0)), #""1970-01-01T00:00:00Z""#), (.data([1, 2]), #""AQI=""#),
    (.real(.infinity), #""inf""#),
  ]

  @Test(arguments: values)
  func `is written as plain JSON, and read as what JSON has`(value: PropertyList, text: String) throws {
    let written = try JSONEncoder().encode([value])
    #expect(String(decoding: written, as: UTF8.self) == "[\(text)]")
    let read = try JSONDecoder().decode([PropertyList].self, from: written)
    switch value {
    case .date, .data, .real(.infinity): #expect(read.first?.string.map { "\"\($0)\"" } == text)
    default: #expect(read == [value])
    }
  }
}
