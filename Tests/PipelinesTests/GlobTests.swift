import Testing

@testable import Pipelines

struct GlobTests {
  @Test(
    arguments: [
      ("app.apk", "app.apk"), ("./app.apk", "app.apk"), ("*.apk", "app.apk"), ("a*b*c", "a1b2c"),
      ("a?c", "abc"),
      ("[a-c].apk", "b.apk"), ("[!a].apk", "b.apk"), ("[]]", "]"), ("[*]", "*"), ("**", "a/b/c"),
      ("**/*.apk", "a.apk"),
      ("**/*.apk", "x/y/a.apk"), ("x/**/a", "x/a"), ("x/**/a", "x/1/2/a"), ("x/**", "x/1/2"),
      ("../x/*", "../x/a"),
      ("/a/*", "/a/b"), ("é*", "éa"), ("*", "a\u{301}"), (".hidden", ".hidden"), ("a//b", "a/b"),
      ("a**/b", ""),
    ].filter { !$0.1.isEmpty }) func `matches`(_ pattern: String, _ path: String) throws
  {
    #expect(try #require(Glob(pattern)).matches(path))
  }

  @Test(arguments: [
    ("*.apk", "x/app.apk"), ("*.apk", ".apk"), ("*", ".hidden"), ("**", ".git/config"), ("?", ""),
    ("a?c", "ac"),
    ("[a-c]", "d"), ("[!a]", "a"), ("x/**/a", "y/a"), ("a*b", "acbd"), ("/a", "a"), ("a", "/a"),
    ("APP", "app"),
    ("x/*", "x"), ("x/**", "y"),
  ]) func `does not match`(_ pattern: String, _ path: String) throws {
    #expect(!(try #require(Glob(pattern)).matches(path)))
  }

  @Test(arguments: ["", "[", "a[b", "[!", "[]", "[z-a]", "a**", "**b/c"]) func `is no pattern`(
    _ pattern: String
  ) {
    #expect(Glob(pattern) == nil)
  }

  @Test func `knows where to begin and where it cannot be`() throws {
    let glob = try #require(Glob("app/build/**/release/*.aab"))
    #expect(glob.base == "app/build")
    #expect(glob.mayMatch(within: "app/build/outputs"))
    #expect(glob.mayMatch(within: "app"))
    #expect(!glob.mayMatch(within: "lib"))
    #expect(!glob.mayMatch(within: "app/build/.hidden"))
    #expect(try #require(Glob("*.apk")).base == "")
    #expect(try #require(Glob("*.apk")).mayMatch(within: ""))
    #expect(!(try #require(Glob("*.apk")).mayMatch(within: "x")))
    #expect(try #require(Glob("/x/*")).base == "/x")
  }

  @Test func `matches a hostile pattern in bounded time`() throws {
    let pattern = String(repeating: "*a", count: 200)
    let folders = Array(repeating: "**/*", count: 100).joined(separator: "/")
    let clock = ContinuousClock()
    let stars = try #require(Glob(pattern + "b"))
    let deep = try #require(Glob(folders + "/b"))
    let time = clock.measure {
      #expect(!stars.matches(String(repeating: "a", count: 2000)))
      #expect(!deep.matches(Array(repeating: "a", count: 300).joined(separator: "/")))
    }
    #expect(time < .seconds(10))
  }

  @Test(arguments: ["a*b", "[x]", "?", "plain", "a]b"]) func `escapes`(_ text: String) throws {
    #expect(try #require(Glob(Glob.escaped(text))).literalPath == text)
  }

  @Test(arguments: [
    ("kee", "key"), ("distributoin", "distribution"), ("Key", "key"), ("keys", "key"), ("hosts", nil),
  ]) func `finds the nearest word`(_ word: String, _ nearest: String?) {
    #expect(Nearest.word(to: word, among: ["key", "distribution", "payload"]) == nearest)
  }
}
