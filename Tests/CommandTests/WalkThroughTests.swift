import Bytes
import FieldTools
import Foundation
import Testing

@Suite("The walk-through of a team")
struct WalkThroughTests {
  private static func page() throws -> WalkThrough {
    let path = Repository.folder + "/docs/team.md"
    return try WalkThrough(String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self))
  }

  @Test func `does what docs/team.md shows`() async throws {
    let page = try Self.page()
    try await Workers.onThread {
      let stage = try WalkThroughStage()
      for step in page.steps {
        switch step {
        case .file(let name, let text): try stage.write(text, to: name)
        case .command(let command):
          let (lines, status) = try stage.run(command)
          let said = "docs/team.md:\(command.line): \(command.text)\n\(lines.joined(separator: "\n"))"
          try #require(status == 0, "\(said)")
          try #require(command.output.isEmpty || stage.matches(command.output, lines), "\(said)")
        }
      }
    }
  }

  @Test func `tells of three machines, from init to the day somebody leaves`() throws {
    let commands = try Self.page().commands
    #expect(Set(commands.map(\.who)) == ["alice", "bob", "ci"])
    for verb in [
      "init", "identity", "generate", "recipients add", "push", "who", "audit --import", "recipients remove",
      "audit --leaver", "rotate",
    ] {
      #expect(commands.contains { $0.text.contains("slipway keys \(verb)") }, "slipway keys \(verb)")
    }
    #expect(commands.filter { !$0.output.isEmpty }.count >= 15)
  }

  @Test func `a page with something that would not be run is refused`() {
    for page in [
      "```sh\nmake\n```\n", "```console\nno prompt\n```\n", "```console\nalice$ true\n", "```yaml\na: 1\n```",
    ] {
      #expect(throws: WalkThrough.Malformed.self, "\(page)") { try WalkThrough(page) }
    }
  }

  @Test func `what is shown otherwise than printed is seen`() throws {
    let stage = try WalkThroughStage()
    #expect(!stage.matches(["removed bob"], ["removed alice"]))
    #expect(!stage.matches(["one"], ["one", "two"]))
    #expect(stage.matches(["until 2026-11-26"], ["until 2027-01-01"]))
  }
}
