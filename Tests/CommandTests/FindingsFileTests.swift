import FieldTools
import Foundation
import Releases
import Testing

@Suite("The page about findings")
struct FindingsFileTests {
  @Test func `is what the command prints`() throws {
    let result = try Stage().run("slipway help finding --format markdown")
    let file = URL(filePath: Repository.folder + "/docs/findings.md")
    #expect(result.status == 0)
    #expect(
      result.output == String(decoding: try Data(contentsOf: file), as: UTF8.self), "Write it anew: make docs"
    )
  }

  @Test func `has every finding once, in tables whose rows are as long as their headings`() throws {
    let page = try Stage().run("slipway help finding --format markdown").output
    for id in Catalogue.entries.map(\.id) {
      #expect(page.components(separatedBy: "<a id=\"\(id)\"></a>").count == 2, "\(id)")
    }
    var columns = 0
    for line in page.split(separator: "\n") where line.hasPrefix("|") {
      // Google Play has no column where it has no apps.
      if line.hasPrefix("| finding ") { columns = line.contains("| Google Play |") ? 9 : 8 }
      let isForApple = line.contains("<a id=\"apple-")
      #expect(line.replacing("\\|", with: "").count { $0 == "|" } == columns, "\(line)")
      #expect(!isForApple || columns == 8, "\(line)")
    }
  }

  @Test func `as a document for programs it is the same findings`() throws {
    let result = try Stage().run("slipway help finding --format json")
    let guides = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(guides.compactMap { $0["id"] as? String } == Catalogue.entries.map(\.id))
    for guide in guides {
      #expect(
        Set(guide.keys) == ["id", "about", "acceptable", "message", "severities", "stores", "remedy", "help"])
    }
  }
}
