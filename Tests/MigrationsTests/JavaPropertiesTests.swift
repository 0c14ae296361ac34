import Testing

@testable import Migrations

@Suite struct JavaPropertiesTests {
  private static func read(_ text: String) throws -> [String: String] {
    let properties = try JavaProperties(Array(text.utf8), path: "key.properties")
    return Dictionary(uniqueKeysWithValues: properties.keys.map { ($0, properties[$0] ?? "") })
  }

  /// Mostly the examples of java.util.Properties.load.
  @Test(
    arguments: [
      ("Truth = Beauty", ["Truth": "Beauty"]),
      (" Truth:Beauty", ["Truth": "Beauty"]),
      ("Truth\t\t\t:Beauty", ["Truth": "Beauty"]),
      ("Truth Beauty", ["Truth": "Beauty"]),
      ("cheeses", ["cheeses": ""]),
      ("fruits   apple, banana, \\\n    pear, \\\n    mango", ["fruits": "apple, banana, pear, mango"]),
      ("a==b", ["a": "=b"]),
      ("a = b ", ["a": "b "]),
      ("a\\=b=c", ["a=b": "c"]),
      ("a\\ b c", ["a b": "c"]),
      ("a=\\u0041\\u00fc\\ud83d\\ude00", ["a": "Aü😀"]),
      ("a=C:\\\\keys\\\\a.jks", ["a": "C:\\keys\\a.jks"]),
      ("a=\\z\\t", ["a": "z\t"]),
      ("a=b\\\\", ["a": "b\\"]),
      ("a=b\\", ["a": "b"]),
      ("# a=b\n! c=d\n\n  # e=f\ng=h", ["g": "h"]),
      ("# not to be continued \\\na=b", ["a": "b"]),
      ("a=1\r\nb=2\rc=3", ["a": "1", "b": "2", "c": "3"]),
      ("a=1\na=2", ["a": "2"]),
      ("a=b\\\n\n c=d", ["a": "b", "c": "d"]),
      ("a=b\\\n# c", ["a": "b# c"]),
      ("   \\\n  a=b", ["a": "b"]),
      ("a\\", ["a": ""]),
      ("=x", ["": "x"]),
      ("", [:]),
    ])
  func `reads what Java reads`(_ text: String, _ expected: [String: String]) throws {
    #expect(try Self.read(text) == expected)
  }

  @Test func `takes bytes as characters of ISO 8859-1`() throws {
    let properties = try JavaProperties([0x61, 0x3d, 0xfc], path: "key.properties")
    #expect(properties["a"] == "ü")
  }

  @Test(arguments: [("a=b\n\nc=\\u12", 3), ("a=\\u12g4", 1), ("a=b\\\nc\\u", 1)])
  func `names the line of a malformed escape`(_ text: String, _ line: Int) {
    #expect(throws: MigrationError.malformedLine(path: "key.properties", line: line)) { try Self.read(text) }
  }
}
