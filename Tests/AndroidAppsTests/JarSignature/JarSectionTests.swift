import Testing

@testable import AndroidApps

struct JarSectionTests {
  private func sections(_ text: String) -> [JarSection] {
    var reader = JarSectionReader(Array(text.utf8))
    return reader.rest()
  }

  @Test(arguments: ["\r\n", "\n", "\r"])
  func `reads sections whatever ends the lines`(newline: String) {
    let text = ["Manifest-Version: 1.0", "", "Name: a/b", "SHA-256-Digest: xyz", "", ""].joined(
      separator: newline)
    let all = sections(text)
    #expect(all.count == 2)
    #expect(all.first?["manifest-version"] == "1.0")
    #expect(all.last?.entryName == "a/b")
    #expect(all.last?.range.upperBound == text.utf8.count)
  }

  @Test func `joins the lines of one value`() {
    #expect(sections("Name: ab\r\n cd\r\n ef\r\n\r\n").first?.entryName == "abcdef")
  }

  @Test func `keeps spaces around names and values, as Android does`() {
    let section = sections("Name:  a \n").first
    #expect(section?.entryName == " a ")
  }

  @Test func `ends a section with the file`() {
    let section = sections("Name: a\nX: y").first
    #expect(section?.range == 0..<12)
    #expect(section?["x"] == "y")
  }

  @Test func `takes a line without a colon as an attribute without a value`() {
    #expect(sections("garbage\n").first?.attributes == [.init(name: "garbage", value: "")])
  }

  @Test func `folds lines at 72 bytes with their end`() {
    var writer = JarSectionWriter()
    writer.write("Name", String(repeating: "x", count: 200))
    let lines = String(decoding: writer.bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.map(\.utf8.count) == [70, 70, 68])
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
    #expect(sections(String(decoding: writer.bytes, as: UTF8.self)).first?.entryName?.count == 200)
  }

  @Test func `folds inside a character and reads it back`() {
    var writer = JarSectionWriter()
    let name = String(repeating: "é", count: 100)
    writer.write("Name", name)
    #expect(sections(String(decoding: [], as: UTF8.self)).isEmpty)
    var reader = JarSectionReader(writer.bytes)
    #expect(reader.next()?.entryName == name)
  }

  @Test func `writes the version first and the rest by name`() {
    var writer = JarSectionWriter()
    writer.writeMain(
      version: .init(name: "Manifest-Version", value: "1.0"),
      [.init(name: "Created-By", value: "x"), .init(name: "Built-By", value: "y")])
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == "Manifest-Version: 1.0\r\nBuilt-By: y\r\nCreated-By: x\r\n\r\n")
  }
}
