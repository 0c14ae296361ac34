import Testing
import Transfers

struct WebAddressTests {
  @Test(arguments: [
    ("https://a.example/b", "https://a.example/b"),
    ("HTTPS://A.Example.:443/b?c=d#e", "https://a.example/b?c=d"),
    ("http://127.1:8080", "http://127.0.0.1:8080/"),
    ("https:///a.example", "https://a.example/"),
    ("https://[::1]:8443/x/", "https://[::1]:8443/x/"),
    ("https://a.example/repo;build=1/app.apk", "https://a.example/repo;build=1/app.apk"),
  ])
  func `is read as libcurl reads it`(_ text: String, _ expected: String) throws {
    #expect(try WebAddress(text).text == expected)
  }

  @Test(arguments: [
    "", "not an address", "https://", "https://a.example/\r\nX: y", "https://a.example/\u{7f}",
    "https://a.example:99999/", "https://" + String(repeating: "a", count: 9000),
  ])
  func `refuses what is no address`(_ text: String) {
    #expect {
      try WebAddress(text)
    } throws: { error in
      guard case TransferError.malformedAddress = error else { return false }
      return true
    }
  }

  @Test(arguments: ["ftp", "gopher", "scp"])
  func `refuses other schemes`(_ scheme: String) {
    #expect(
      throws: TransferError.schemeNotAllowed(address: "\(scheme)://a.example/x", scheme: scheme)
    ) { try WebAddress("\(scheme)://a.example/x") }
  }

  @Test(arguments: ["https://me:secret@a.example/x", "https://secret@a.example/x?token=secret"])
  func `refuses a password and does not repeat it`(_ text: String) {
    #expect {
      try WebAddress(text)
    } throws: { error in
      guard case TransferError.secretInAddress(let shown) = error else { return false }
      return !shown.contains("secret") && shown.contains("a.example")
    }
  }

  @Test func `a malformed address does not repeat its secrets`() {
    #expect {
      try WebAddress("https://me:secret@a.example:port/x?sig=secret y")
    } throws: { error in
      !"\(error)".contains("secret")
    }
  }

  @Test func `shows nothing of the query`() throws {
    let address = try WebAddress("https://a.example/x?X-Amz-Signature=secret")
    #expect("\(address)" == "https://a.example/x?«redacted»")
    #expect(address.text.hasSuffix("secret"))
  }

  @Test(arguments: [
    ("https://a.example/dir/", "https://a.example/dir/a%20b%2F..%3Fc%0D%0A.apk"),
    ("https://a.example/dir/old.apk", "https://a.example/dir/a%20b%2F..%3Fc%0D%0A.apk"),
    ("https://a.example", "https://a.example/a%20b%2F..%3Fc%0D%0A.apk"),
  ])
  func `takes a name as text only`(_ text: String, _ expected: String) throws {
    #expect(try WebAddress(text).named("a b/..?c\r\n.apk").text == expected)
  }

  @Test(arguments: [
    ("http://localhost/", true), ("http://127.8.9.10/", true), ("http://2130706433/", true),
    ("http://[::1]/", true), ("http://127.0.0.1.example/", false), ("http://localhost.example/", false),
    ("http://10.0.0.1/", false), ("http://0.0.0.0/", false),
  ])
  func `knows this machine`(_ text: String, _ isLoopback: Bool) throws {
    #expect(try WebAddress(text).isLoopback == isLoopback)
  }

  @Test func `resolves what Location says`() throws {
    let address = try WebAddress("https://a.example/x/y?z")
    #expect(try address.resolving("/other").text == "https://a.example/other")
    #expect(try address.resolving("other").text == "https://a.example/x/other")
    #expect(try address.resolving("//evil.example/x").host == "evil.example")
    #expect(throws: TransferError.self) { try address.resolving("javascript:alert(1)") }
  }
}
