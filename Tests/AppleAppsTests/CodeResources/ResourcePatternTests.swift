import FieldTools
import Glibc
import Testing

@testable import AppleApps

@Suite struct ResourcePatternTests {
  private static let patterns = [
    "", "^", "$", "^$", "^.*", "a", "^a$", "a|b", "^(a|b)$", "^a|b$", "ab*c", "^ab+c?$", "a{2}", "^a{2,3}$",
    "^a{0}b", "^a{1,}$", "(ab){2}", "^(a|ab)(c|bcd)$", "x*", "(x*)*y", "(|a)b", "()", "a||b", "[abc]",
    "[^abc]",
    "^[a-c]+$", "[]a]", "[^]a]", "[a-]", "[a\\]", "^[[:alpha:]]+$", "^[[:digit:][:upper:]]$", "[[.a.]]",
    "[[=b=]]",
    "a.c", "\\.", "\\^a", "\\$", "^a\\", "(", ")", "a)", "[", "[a", "*a", "+", "a**", "(*a)", "^*a", "a{1",
    "a{2,1}", "a{256}", "[b-a]", "[[:nothing:]]", "[[.ab.]]", "a|*b", "(^a)", "(a$)", "a^b", "a$b",
    "(^|/)b($|/)",
    "^(.*/)?\\.DS_Store$", ".*\\.dSYM($|/)", "^.*\\.lproj/", "^.*\\.lproj/locversion.plist$", "^[^/]+$",
    "^(Frameworks|SharedFrameworks|PlugIns|Plug-ins|XPCServices|Helpers|MacOS|Library/(Automator|Spotlight|LoginItems))/",
    "ü", "^.$", "^..$", "[ü]", "(a|b)*abb", "^(a?){10}a{10}$", "(a+)+$",
  ]
  private static let paths = [
    "a", "b", "ab", "abc", "ac", "abbc", "aa", "aaa", "aaaa", "ba", "abb", "babb", "aabb", "x", "y", "xxy",
    "]", "-",
    "\\", "^a", "$", ".", "a.c", "A", "7", "/b", "a/b", "a/b/c", "b/", "ü", "ü/x", "\u{e9}", ".DS_Store",
    "x/.DS_Store",
    "x.DS_Store", "App.dSYM", "App.dSYM/Contents", "App.dSYMs", "en.lproj/a.strings", "en.lproj",
    "x/en.lproj/y/z",
    "en.lproj/locversion.plist", "en.lproj/locversionXplist", "en.lproj/a/locversion.plist", "Info.plist",
    "Frameworks/A.framework", "Frameworks", "Library/Spotlight/x", "Library/x", "SharedFrameworks/x",
    "MacOS/tool",
    "Plug-ins/a", "PlugIns/a", "aaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "(", ")", "*a", "{", "a{x", "{x", "a^b",
    "a$b",
  ]

  /// What the system's own `regcomp` answers; nil where it refuses the pattern.
  private static func system(_ pattern: String, _ path: String) -> Bool? {
    var expression = regex_t()
    guard regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) == 0 else { return nil }
    defer { regfree(&expression) }
    return regexec(&expression, path, 0, nil, 0) == 0
  }

  /// Those that the system takes beyond POSIX, and those that POSIX leaves undefined.
  private static let differing: Set = ["*a", "+", "a)", ")", "(*a)", "^*a", "a|*b", "a{1", "a{256}"]

  @Test(arguments: patterns)
  func `matches as the system does`(pattern: String) throws {
    if Self.differing.contains(pattern) {
      #expect(throws: ResourcePattern.Flaw.malformed) { try ResourcePattern(pattern) }
      return
    }
    guard Self.system(pattern, "a") != nil else {
      #expect(throws: ResourcePattern.Flaw.malformed) { try ResourcePattern(pattern) }
      return
    }
    let compiled = try ResourcePattern(pattern)
    for path in Self.paths {
      #expect(compiled.matches(path) == Self.system(pattern, path), "\(path)")
    }
  }

  /// Patterns of a few characters at random, as long as the system takes them.
  @Test func `matches as the system does, whatever the pattern`() {
    var state: UInt64 = 5
    func random(_ count: Int) -> Int {
      // The constants of Knuth's MMIX.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let parts = [
      "a", "c", "/", ".", "(", ")", "|", "*", "+", "?", "[ac]", "[^a]", "^", "$", "{2}", "{0,1}", "\\a",
    ]
    let paths = ["", "a", "c", "/", "aa", "ac", "ca", "cc", "a/c", "aaa", "aac", "cac", "/a", "c/", "acacac"]
    var compared = 0
    for _ in 0..<3000 {
      let pattern = (0...random(9)).map { _ in parts[random(parts.count)] }.joined()
      guard let compiled = try? ResourcePattern(pattern) else { continue }
      for path in paths {
        #expect(compiled.matches(path) == Self.system(pattern, path), "\(pattern) in \(path)")
      }
      compared += 1
    }
    #expect(compared > 500)
  }

  @Test func `a brace without a number is one`() throws {
    #expect(try ResourcePattern("a{").matches("ba{"))
    #expect(try ResourcePattern("^a{x}$").matches("a{x}"))
    #expect(try !ResourcePattern("^a{x}$").matches("axx"))
  }

  @Test(arguments: [
    String(repeating: "(a{255}){255}", count: 8), "((((((a{1,255}){1,255}){1,255}){1,255}){1,255}){1,255})",
    "(((((){255}){255}){255}){255}){255}{255}", "((((((a{0}){255}){255}){255}){255}){255}){255}",
    "(a|b)*a(a|b){10}", ".*a.{60}", String(repeating: "(", count: 100) + String(repeating: ")", count: 100),
    String(repeating: "a", count: 513), "a" + String(repeating: "*", count: 400), "(a|aa)+{200}",
  ])
  func `a hostile pattern is refused or harmless, at once`(pattern: String) throws {
    let start = ContinuousClock.now
    if let compiled = try? ResourcePattern(pattern) {
      _ = compiled.matches(String(repeating: "a", count: 10_000))
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a pattern that would make a large automaton is refused`() {
    for pattern in ["(a|b)*a(a|b){10}", String(repeating: "a", count: 513), "a{255}a"] {
      #expect(throws: ResourcePattern.Flaw.tooLarge) { try ResourcePattern(pattern) }
    }
  }
}
