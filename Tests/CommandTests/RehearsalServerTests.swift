import Foundation
import Glibc
import Testing

@Suite("The rehearsal server")
struct RehearsalServerTests {
  @Test func `takes uploads, tells their digest, and gives them back`() throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0 --folder uploads", on: stage)
    defer { server.end() }
    let url = server.address + "/releases/app.txt"
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    let sent = try stage.run("printf hello > app.txt; curl -sS -i -T app.txt \(url)")
    #expect(sent.output.contains(" 201 "))
    let head = try stage.run("curl -sS -I \(url)").output.lowercased()
    #expect(head.contains(" 200 ") && head.contains(digest))
    #expect(try stage.run("curl -sS \(url)").output == "hello")
    #expect(try stage.run("cat uploads/releases/app.txt").output == "hello")
    let again = try stage.run("printf other | curl -sS -i -H 'If-None-Match: *' -T - \(url)")
    #expect(again.output.contains(" 412 "))
    #expect(try stage.run("curl -sS -o /dev/null -w '%{http_code}' \(url).missing").output == "404")
  }

  @Test func `takes Ctrl-C for its end, and leaves no folder of its own`() throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0", on: stage)
    #expect(try stage.run("ls $TMPDIR").output.hasPrefix("slipway-"))
    server.end()
    #expect(try stage.run("ls $TMPDIR").output == "")
  }
}
