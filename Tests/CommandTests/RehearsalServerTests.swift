import Foundation
import Glibc
import Testing

@Suite("The rehearsal server")
struct RehearsalServerTests {
  @Test func `takes uploads, tells their digest, and gives them back`() throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0 --folder uploads", on: stage)
    defer { server.end() }
    let path = "/releases/app.txt"
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    #expect(try server.answer("PUT \(path)", body: "hello").hasPrefix("HTTP/1.1 201 "))
    let head = try server.answer("HEAD \(path)").lowercased()
    #expect(head.hasPrefix("http/1.1 200 ") && head.contains(digest))
    #expect(try server.answer("GET \(path)").hasSuffix("\r\n\r\nhello"))
    #expect(try stage.run("cat uploads/releases/app.txt").output == "hello")
    let again = try server.answer("PUT \(path)", headers: ["If-None-Match: *"], body: "other")
    #expect(again.hasPrefix("HTTP/1.1 412 "))
    #expect(try server.answer("GET \(path).missing").hasPrefix("HTTP/1.1 404 "))
    #expect(try server.answer("GET \(path)").hasSuffix("\r\n\r\nhello"))
  }

  @Test func `takes Ctrl-C for its end, and leaves no folder of its own`() throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0", on: stage)
    #expect(try stage.run("ls $TMPDIR").output.hasPrefix("slipway-"))
    server.end()
    #expect(try stage.run("ls $TMPDIR").output == "")
  }
}
