import FieldTools
import Glibc
import Testing
import Transfers

/// Against `openssl s_server`, with authorities made on the spot.
@Suite(.needs(.openssl))
struct TLSTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TestAuthority.make(in: folder)
  }

  @discardableResult private func shell(_ command: String) -> Int32 {
    system("cd '\(folder.path)' && { \(command) ; } >log 2>&1")
  }

  /// Runs a server while `body` does.
  private func withServer(_ options: String = "", _ body: (String) async throws -> Void) async throws {
    let port = Int.random(in: 20000..<30000)
    shell("openssl s_server -accept \(port) -cert server.pem -key server.key -www \(options) & echo $! >pid")
    try await Task.sleep(for: .milliseconds(400))
    defer { shell("kill -9 $(cat pid)") }
    try await body("\(port)")
  }

  private func client(authorities: String?) -> HTTPClient {
    var settings = TransferSettings()
    settings.certificateAuthorities = authorities.map { folder.file($0) }
    return HTTPClient(settings)
  }

  @Test func `trusts an authority that was named`() async throws {
    try await withServer { port in
      let request = Request(.get, try WebAddress("https://localhost:\(port)/"))
      let response = try await client(authorities: "ca.pem").send(request)
      #expect(response.status == 200)
    }
  }

  @Test func `does not trust an authority nobody named`() async throws {
    try await withServer { port in
      await #expect {
        try await client(authorities: nil).send(Request(.get, try WebAddress("https://localhost:\(port)/")))
      } throws: { error in
        guard case TransferError.notTrusted(host: "localhost:\(port)", _) = error else { return false }
        return true
      }
    }
  }

  @Test func `does not take a certificate of another name`() async throws {
    try await withServer { port in
      await #expect {
        try await client(authorities: "ca.pem").send(
          Request(.get, try WebAddress("https://127.0.0.1:\(port)/")))
      } throws: { error in
        guard case TransferError.notTrusted = error else { return false }
        return true
      }
    }
  }

  @Test func `does not speak TLS 1.1`() async throws {
    try await withServer("-tls1_1 -cipher ALL:@SECLEVEL=0") { port in
      await #expect {
        try await client(authorities: "ca.pem").send(
          Request(.get, try WebAddress("https://localhost:\(port)/")))
      } throws: { error in
        guard case TransferError.secureConnectionFailed = error else { return false }
        return true
      }
    }
  }

  @Test func `names a file of authorities that is none`() async throws {
    try await withServer { port in
      await #expect {
        try await client(authorities: "names").send(
          Request(.get, try WebAddress("https://localhost:\(port)/")))
      } throws: { error in
        guard case TransferError.authoritiesUnreadable(path: folder.file("names"), _) = error else {
          return false
        }
        return true
      }
    }
  }
}
