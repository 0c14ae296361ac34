import Testing

@testable import Archives

@Suite struct EntryNameTests {
  @Test(arguments: ["a", "lib/x86/a.so", "a/", "..a/b..", "a//b", "./a", "a\\b"])
  func `accepts names that stay inside`(name: String) {
    #expect(EntryName.flaw(in: name.utf8) == nil)
  }

  @Test(arguments: ["/etc/passwd", "../x", "a/../../x", "a/..", "..\\x", "a\\..\\x", "..", "\\x"])
  func `knows names that escape`(name: String) {
    #expect(EntryName.flaw(in: name.utf8) == .escapes)
  }

  @Test(arguments: ["", "a\0b", "a\nb", "a\rb"])
  func `knows names that readers take differently`(name: String) {
    #expect(EntryName.flaw(in: name.utf8) == .malformed)
  }
}
