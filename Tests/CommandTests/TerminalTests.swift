import Foundation
import Testing

@Suite("On a terminal")
struct TerminalTests {
  private static let erase = "\r\u{1b}[K"

  @Test func `a run shows what is under way, and erases it when it is done`() throws {
    let stage = try stage()
    let (status, text) = try Terminal.run("slipway run", on: stage)
    #expect(status == 0)
    #expect(text.contains("\u{1b}[32m✓ "))
    #expect(text.contains(Self.erase + "… app package"))
    let live = text.split(separator: "\r\n").filter { $0.contains("… ") }
    #expect(
      live.allSatisfy { line in
        // Each line that stays begins after an erasure of the one that does not.
        line.range(of: Self.erase, options: .backwards).map { !line[$0.upperBound...].hasPrefix("… ") }
          ?? false
      })
  }

  @Test func `a line under way is no wider than the terminal`() throws {
    let (_, text) = try Terminal.run("NO_COLOR=1 slipway run", on: stage(), columns: 12)
    let live = text.components(separatedBy: Self.erase).filter { $0.hasPrefix("… ") }
    #expect(!live.isEmpty && live.allSatisfy { $0.prefix { $0 != "\r\n" }.count < 12 })
  }

  @Test(arguments: ["NO_COLOR=1 slipway plan", "TERM=dumb slipway run", "slipway verify app.apk | cat"])
  func `there are no colours where they are not wanted`(_ command: String) throws {
    let (_, text) = try Terminal.run(command, on: stage())
    #expect(!text.isEmpty && !text.contains("\u{1b}"))
  }

  @Test func `a password that was not given is asked for, and not shown`() throws {
    let stage = try stage()
    let command = "slipway sign app.apk --output signed.apk --keystore $KEYS/upload.p12"
    let (status, text) = try Terminal.run(command, on: stage, typed: "secret\n")
    #expect(status == 0)
    #expect(text.contains("Password of ") && !text.contains("secret"))
    #expect(try stage.run("slipway verify signed.apk").status == 0)
  }

  @Test func `nobody is asked in CI`() throws {
    let stage = try stage()
    stage.environment["CI"] = "true"
    let command = "slipway sign app.apk --output signed.apk --keystore $KEYS/upload.p12"
    let (status, text) = try Terminal.run(command, on: stage)
    #expect(status == 65 && text.contains("needs a password"))
  }

  private func stage() throws -> Stage {
    let stage = try Stage()
    stage.environment["TERM"] = "xterm"
    let setUp = try stage.run(
      "cp $FIXTURES/demo-debug.apk app.apk && cat > slipway.yaml",
      input: """
        slipway: 1
        name: acme
        targets:
          app: { platform: android, distribution: debug, payload: app.apk, deliver: [ { directory: { path: dist } } ] }
        """)
    try #require(setUp.status == 0)
    return stage
  }
}
