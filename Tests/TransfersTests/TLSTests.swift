import FoundationEssentials
import Glibc
import Testing
import Transfers

/// Against `openssl s_server`, with authorities made on the spot.
@Suite(.enabled(if: access("/usr/bin/openssl", X_OK) == 0, "openssl is not installed"))
struct TLSTests {
  private let folder: String

  init() throws {
    folder = "\(FileManager.default.temporaryDirectory.path)/slipway-tls-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 \
        -subj '/CN=Test Authority' -addext 'basicConstraints=critical,CA:TRUE' &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr \
        -subj '/CN=localhost' &&
      printf 'subjectAltName=DNS:localhost' > names &&
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names \
        -out server.pem
      """)
  }

  @discardableResult private func shell(_ command: String) -> Int32 {
    system("cd '\(folder)' && { \(command) ; } >log 2>&1")
  }

  /// Runs a server while `body` does.
  private func withServer(_ options: String = "", _ body: (String) async throws -> Void) async throws {
    let port = Int.random(in: 20000..<30000)
    shell("openssl s_server -accept \(port) -cert server.pem -key server.key -www \(options) & echo $! >pid")
    try await Task.sleep(for: .milliseconds(400))
    defer {
      shell("kill -9 $(cat pid)")
      try? FileManager.default.removeItem(atPath: folder)
    }
    try await body("\(port)")
  }

  private func client(authorities: String?) -> HTTPClient {
    var settings = TransferSettings()
    settings.certificateAuthorities = authorities.map { "\(folder)/\($0)" }
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
        guard case TransferError.authoritiesUnreadable(path: "\(folder)/names", _) = error else {
          return false
        }
        return true
      }
    }
  }
}
