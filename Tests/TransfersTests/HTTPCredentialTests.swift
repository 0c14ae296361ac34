import FieldTools
import Testing
import Transfers

struct HTTPCredentialTests {
  @Test(arguments: [
    (["a.example"], "https://a.example/", true), (["a.example"], "https://a.example:8443/", true),
    (["A.Example:8443"], "https://a.example:8443/", true), (["a.example:8443"], "https://a.example/", false),
    (["a.example"], "https://b.a.example/", false), (["a.example"], "https://a.example.evil/", false),
    ([], "https://a.example/", false), (["x", "127.0.0.1"], "http://127.0.0.1:9/", true),
  ])
  func `fits its hosts only`(_ hosts: [String], _ address: String, _ fits: Bool) throws {
    let credential = try HTTPCredential.bearer("t0ken", hosts: hosts)
    #expect(credential.fits(try WebAddress(address)) == fits)
  }

  @Test func `is not sent to another host`() async throws {
    let server = try ScriptedServer { $0.readRequest() }
    let credential = try HTTPCredential.bearer("t0ken", hosts: ["a.example"])
    let request = Request(.get, try WebAddress(server.address), credential: credential)
    await #expect(
      throws: TransferError.credentialNotForHost(host: "127.0.0.1:\(server.port)", hosts: ["a.example"])
    ) { try await HTTPClient().send(request) }
    #expect(server.heads.isEmpty)
  }

  @Test func `does not print`() throws {
    let credential = try HTTPCredential.basic(user: "me", password: "s3cret", hosts: [])
    var dumped = ""
    dump(credential, to: &dumped)
    #expect("\(credential)" == "«redacted»")
    #expect(String(reflecting: credential) == "«redacted»")
    #expect(!dumped.contains("s3cret") && !dumped.contains("bWU6"))
    #expect(credential.redacting("you sent s3cret and bWU6czNjcmV0") == "you sent «redacted» and «redacted»")
  }

  @Test(arguments: ["", "a b", "a\r\nX: y", "a\n"])
  func `refuses a token that would break its line`(_ token: String) {
    #expect(throws: TransferError.malformedCredential) { try HTTPCredential.bearer(token, hosts: []) }
  }
}
