import Archives
import Testing

@Suite struct MemberPathTests {
  /// An accent that stands behind a slash joins it to one character, and the path is absolute all the same.
  @Test(arguments: [
    ("a/link", "../b", true), ("a/link", "b/c", true), ("a/link", "./b", true), ("link", "b", true),
    ("link", "../b", false), ("a/link", "../../b", false), ("a/link", "b/../../c", false),
    ("link", "/etc", false), ("link", "/\u{301}etc", false), ("link", "", false), ("link", "a\0b", false),
    ("a/\u{301}b/link", "../../c", true), ("link", "x/\u{301}/../../..", false),
  ])
  func `a link stays inside or does not`(path: String, target: String, staysInside: Bool) {
    #expect(MemberPath.staysInside(link: path, target: target) == staysInside)
  }

  @Test func `the folders of a path are cut byte by byte`() {
    #expect(MemberPath.ancestors(of: "a/\u{301}b/c") == ["a", "a/\u{301}b"])
    #expect(MemberPath.ancestors(of: "a") == [])
  }
}
