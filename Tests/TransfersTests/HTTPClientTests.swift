import Bytes
import FieldTools
import Glibc
import Synchronization
import Testing
import Transfers

@Suite(.serialized) struct HTTPClientTests {
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

  private func impatient() -> HTTPClient {
    var settings = TransferSettings()
    settings.patience = .seconds(1)
    settings.connectTimeout = .seconds(2)
    return HTTPClient(settings)
  }

  private func put(_ address: String, _ count: Int, watch: (@Sendable (Request.Body.Event) -> Bool)? = nil)
    throws -> Request
  {
    Request(
      .put, try WebAddress(address),
      body: .init(MemorySource([UInt8](repeating: 7, count: count)), watch: watch))
  }

  @Test func `sends what it is given and reads the answer`() async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(
        "HTTP/1.1 201 Created\r\nX-One: 1\r\nX-Two:  2 \r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone"
      )
    }
    var request = try put(server.address + "/a%20b?c", 5)
    try request.headers.add("X-Test", "yes")
    try request.headers.add("X-Empty", "")
    let response = try await HTTPClient().send(request)
    #expect(response.status == 201)
    #expect(response.headers["x-one"] == "1")
    #expect(response.headers["x-two"] == "2")
    #expect(String(decoding: response.body, as: UTF8.self) == "done")
    #expect(response.sent == 5)
    let head = try #require(server.heads.first)
    #expect(head.hasPrefix("PUT /a%20b?c HTTP/1.1\r\n"))
    #expect(head.contains("\r\nX-Test: yes\r\n"))
    #expect(head.contains("\r\nX-Empty:\r\n"))
    #expect(head.contains("\r\nContent-Length: 5\r\n"))
    #expect(!head.contains("Transfer-Encoding"))
  }

  @Test(arguments: [0, 1, 100_000, 3_000_000])
  func `watches all of a body once`(_ count: Int) async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(Self.ok)
    }
    let seen = Mutex<[String]>([])
    let bytes = Mutex(0)
    let request = try put(server.address, count) { event in
      switch event {
      case .begins: seen.withLock { $0.append("begins") }
      case .bytes(let part): bytes.withLock { $0 += part.count }
      case .ends: seen.withLock { $0.append("ends") }
      }
      return true
    }
    #expect(try await HTTPClient().send(request).status == 200)
    #expect(seen.withLock { $0 } == ["begins", "ends"])
    #expect(bytes.withLock { $0 } == count)
  }

  @Test(arguments: [0, 10, 3_000_000])
  func `the last bytes of a refused body never go out`(_ count: Int) async throws {
    let received = Mutex(0)
    let server = try ScriptedServer { connection in
      let announced = connection.readHead()
      connection.readBody(announced)
      // Only a body that came whole gets an answer; the client must not see one.
      received.withLock { $0 += connection.say(Self.ok) ? 1 : 0 }
    }
    let request = try put(server.address, count) { event in
      if case .ends = event { return false }
      return true
    }
    await #expect(throws: TransferError.bodyRefused) { try await HTTPClient().send(request) }
  }

  @Test func `keeps no more of an answer than the limit`() async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.say("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
      let flood = String(repeating: "flood ", count: 10_000)
      while connection.say(flood) {}
    }
    let response = try await HTTPClient().send(try put(server.address, 3))
    #expect(response.body.count == TransferSettings().answerLimit)
    #expect(response.isBodyCut)
    #expect(response.status == 200)
  }

  @Test(arguments: ["X-Flood: and on and on\r\n", "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"])
  func `gives up on a header without end`(_ line: String) async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      if line.hasPrefix("X") { connection.say("HTTP/1.1 200 OK\r\n") }
      let flood = String(repeating: line, count: 1000)
      while connection.say(flood) {}
    }
    await #expect {
      try await HTTPClient().send(Request(.get, try WebAddress(server.address)))
    } throws: { error in
      switch error as? TransferError {
      case .malformedAnswer, .connectionLost: true
      default: false
      }
    }
  }

  @Test func `says that nothing listens`() async throws {
    let server = try ScriptedServer { _ in }
    let port = server.port
    server.stop()
    await #expect {
      try await HTTPClient().send(Request(.get, try WebAddress("http://127.0.0.1:\(port)")))
    } throws: { error in
      guard case TransferError.unreachable(host: "127.0.0.1:\(port)", _) = error else { return false }
      return true
    }
  }

  @Test func `says that the other side hung up`() async throws {
    let server = try ScriptedServer { $0.readHead() }
    await #expect {
      try await HTTPClient().send(try put(server.address, 500_000))
    } throws: { error in
      guard case TransferError.connectionLost = error else { return false }
      return true
    }
  }

  @Test(.timeLimit(.minutes(1))) func `gives up on a server that stalls`() async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.hold()
    }
    await #expect {
      try await impatient().send(try put(server.address, 1000))
    } throws: { error in
      guard case TransferError.stalled(_, _, sent: 1000) = error else { return false }
      return true
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a cancelled task stops within two seconds`() async throws {
    let server = try ScriptedServer { connection in
      connection.readHead()
      connection.hold()
    }
    let request = try put(server.address, 50_000_000)
    let task = Task { try await HTTPClient().send(request) }
    try await Task.sleep(for: .milliseconds(300))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: TransferError.cancelled) { try await task.value }
    #expect(start.duration(to: .now) < .seconds(2))
  }

  @Test func `follows 307 on the same host and sends the body again`() async throws {
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      )
    }
    let other = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(Self.ok)
    }
    await #expect(throws: TransferError.redirectedInCircles(address: "\(server.address)/there")) {
      try await HTTPClient().send(try put(server.address + "/here", 1000))
    }
    #expect(server.heads.count == 6)
    #expect(server.heads.dropFirst().allSatisfy { $0.hasPrefix("PUT /there ") })
    #expect(other.heads.isEmpty)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `sends neither body nor credential elsewhere`(_ status: Int) async throws {
    let other = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(Self.ok)
    }
    let target = "\(other.address)/x"
    let server = try ScriptedServer { connection in
      connection.readRequest()
      connection.say(
        "HTTP/1.1 \(status) Elsewhere\r\nLocation: \(target)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      )
    }
    var request = try put(server.address, 1000)
    request.credential = try .bearer("t0ken", hosts: ["127.0.0.1"])
    if status >= 307 {
      await #expect(
        throws: TransferError.redirectedElsewhere(from: "\(server.address)/", to: target)
      ) { try await HTTPClient().send(request) }
    } else {
      #expect(try await HTTPClient().send(request).status == status)
    }
    #expect(other.heads.isEmpty)
  }

  @Test func `waits for the server's word before a large body`() async throws {
    let server = try ScriptedServer { connection in
      connection.readHead()
      connection.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
      connection.hold()
    }
    var request = try put(server.address, 5_000_000)
    let refused = try await HTTPClient().send(request)
    #expect(refused.status == 403)
    #expect(refused.sent == 0)
    #expect(server.heads.first?.contains("Expect: 100-continue") == true)

    request.asksBeforeSending = false
    _ = try? await HTTPClient().send(request)
    #expect(server.heads.last?.contains("Expect:") == false)
  }

  @Test func `refuses http to another machine unless told otherwise`() throws {
    let address = try WebAddress("http://a.example/x")
    #expect(throws: TransferError.schemeNotAllowed(address: "http://a.example/x", scheme: "http")) {
      try HTTPClient().check(address, credential: nil)
    }
    var settings = TransferSettings()
    settings.allowsHTTP = true
    try HTTPClient(settings).check(address, credential: nil)
  }

  @Test func `goes through the proxy of the environment, except to this machine`() async {
    await #expect(processExitsWith: .success) {
      let proxy = try ScriptedServer { connection in
        connection.readRequest()
        connection.say(Self.ok)
      }
      setenv("http_proxy", proxy.address, 1)
      setenv("no_proxy", "direct.invalid", 1)
      var settings = TransferSettings()
      settings.allowsHTTP = true
      settings.connectTimeout = .seconds(2)
      let client = HTTPClient(settings)
      let through = try await client.send(Request(.get, try WebAddress("http://a.invalid/x")))
      #expect(through.status == 200)
      #expect(proxy.heads.first?.hasPrefix("GET http://a.invalid/x HTTP/1.1") == true)

      let server = try ScriptedServer { connection in
        connection.readRequest()
        connection.say(Self.ok)
      }
      _ = try await client.send(Request(.get, try WebAddress(server.address)))
      #expect(server.heads.count == 1)
      _ = try? await client.send(Request(.get, try WebAddress("http://direct.invalid/x")))
      #expect(proxy.heads.count == 1)
    }
  }

  @Test func `tries again what may pass, and tells each time`() async throws {
    let answers = Mutex(["500 Oops", "503 Busy", "200 OK"])
    let server = try ScriptedServer { connection in
      connection.readRequest()
      let answer = answers.withLock { $0.removeFirst() }
      connection.say("HTTP/1.1 \(answer)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }
    var policy = RetryPolicy()
    policy.firstPause = .milliseconds(1)
    let causes = Mutex<[Retry.Cause]>([])
    let response = try await HTTPClient().send(
      Request(.get, try WebAddress(server.address)), policy: policy,
      retrying: { retry in causes.withLock { $0.append(retry.cause) } })
    #expect(response.status == 200)
    #expect(causes.withLock { $0 } == [.status(500), .status(503)])
  }
}
