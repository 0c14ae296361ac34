import FieldTools
import FoundationEssentials
import Pipelines
import Testing

@testable import SlipwayKit

struct GlobSearchTests {
  private let place = Position(file: "slipway.yaml", line: 3, column: 5)

  /// Runs a test in a folder with these files, which is gone afterwards.
  private func inFolder(with files: [String], _ body: (_ folder: String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file, "x".utf8) }
    try body(folder.path)
  }

  private func reason(_ pattern: String, in folder: String) -> DiagnosticReason? {
    do {
      _ = try GlobSearch(folder: folder).onlyMatch(Located(pattern, at: place))
      return nil
    } catch {
      #expect(error.diagnostics.first?.position == place)
      return error.diagnostics.first?.reason
    }
  }

  @Test(arguments: [
    "out/a.apk", "out/*.apk", "**/*.apk", "./out/./a.apk", "*/a.a?k", "out/[ab].apk", "other/../out/a.apk",
  ])
  func `finds the only match of`(_ pattern: String) throws {
    try inFolder(with: ["out/a.apk", "out/a.aab", "other/b.txt"]) { folder in
      let found = try GlobSearch(folder: folder).onlyMatch(Located(pattern, at: place))
      #expect(found.hasPrefix(folder))
      #expect(FileManager.default.contents(atPath: found) == Data("x".utf8))
      #expect(found.hasSuffix("a.apk"))
    }
  }

  @Test func `takes an absolute pattern as it is`() throws {
    try inFolder(with: ["a.apk"]) { folder in
      let found = try GlobSearch(folder: "/nowhere").onlyMatch(Located("\(folder)/*.apk", at: place))
      #expect(found == "\(folder)/a.apk")
    }
  }

  @Test func `finds a folder, such as an Xcode archive`() throws {
    try inFolder(with: ["build/Acme.xcarchive/Info.plist"]) { folder in
      let found = try GlobSearch(folder: folder).onlyMatch(Located("build/*.xcarchive", at: place))
      #expect(found.hasSuffix("Acme.xcarchive"))
    }
  }

  @Test func `lists up to ten when several match`() throws {
    try inFolder(with: (10...24).map { "out/\($0).apk" }) { folder in
      let matches = (10...19).map { "out/\($0).apk" }
      #expect(
        reason("out/*.apk", in: folder) == .severalMatches(pattern: "out/*.apk", matches: matches, total: 15))
    }
  }

  @Test func `names what is nearest when nothing matches`() throws {
    try inFolder(with: ["out/app-release.aab", "out/notes.txt"]) { folder in
      #expect(
        reason("out/x-*.aab", in: folder)
          == .noMatch(pattern: "out/x-*.aab", nearest: ["out/app-release.aab"]))
      #expect(
        reason("out/app.aab", in: folder)
          == .noMatch(pattern: "out/app.aab", nearest: ["out/app-release.aab"]))
      #expect(reason("gone/*.aab", in: folder) == .noMatch(pattern: "gone/*.aab", nearest: []))
      #expect(reason("out/noets", in: folder) == .noMatch(pattern: "out/noets", nearest: []))
    }
  }

  @Test func `does not walk through links`() throws {
    try inFolder(with: ["real/a.apk"]) { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/real/loop", withDestinationPath: "..")
      try FileManager.default.createSymbolicLink(atPath: folder + "/outside", withDestinationPath: "/usr")
      let search = GlobSearch(folder: folder)
      let found = try search.matches(Located("**/*.apk", at: place))
      #expect(found == [folder + "/real/a.apk"])
      let named = try search.onlyMatch(Located("real/loop/real/a.apk", at: place))
      #expect(named.hasSuffix("a.apk"))
    }
  }

  @Test func `sorts all that matches`() throws {
    try inFolder(with: ["b/2", "a/1", "a/b/3", ".git/x"]) { folder in
      let found = try GlobSearch(folder: folder).matches(Located("**", at: place))
      #expect(found.map { $0.dropFirst(folder.count + 1) } == ["a", "a/1", "a/b", "a/b/3", "b", "b/2"])
    }
  }

  @Test func `refuses a pattern that is none`() {
    #expect(reason("a[", in: "/tmp") == .badGlob("a["))
  }
}
