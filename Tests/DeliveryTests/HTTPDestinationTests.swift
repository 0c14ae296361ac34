import Delivery
import RehearsalStores
import Releases
import Testing
import Transfers

@Suite(.serialized) struct HTTPDestinationTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
  }

  private func server(
    _ faults: [Fault] = [], token: String? = nil,
    refusal: (@Sendable (String, String) async -> String?)? = nil
  ) async throws -> RehearsalServer {
    var options = RehearsalServer.Options()
    options.faults = faults
    options.token = token
    options.refusal = refusal
    return try await RehearsalServer.start(folder: "\(workplace.path)/store", options: options)
  }

  @Test func `an artifact arrives with its digest and a receipt`() async throws {
    let server = try await server()
    let artifact = try workplace.artifact()
    let destination = try HTTPDestination(url: "\(server.address)/acme/4.2.0/", options: .quick())
    let events = Events()

    let receipt = try await destination.deliver(artifact, events: events)

    #expect(receipt.outcome == .delivered)
    #expect(receipt.status == 201)
    #expect(receipt.location == "\(server.address)/acme/4.2.0/app.apk")
    #expect(receipt.sha256 == artifact.sha256)
    #expect(receipt.size == artifact.size)
    #expect(workplace.read("store/acme/4.2.0/app.apk") == Workplace.bytes(artifact.size, seed: 1))
    #expect(events.all.last == .done(name: "app.apk"))
    #expect(events.all.contains(.sending(name: "app.apk", sent: artifact.size, of: artifact.size)))
    await server.stop()
  }

  @Test func `the same bytes are not sent twice`() async throws {
    let server = try await server()
    let artifact = try workplace.artifact()
    let destination = try HTTPDestination(url: "\(server.address)/app.apk", options: .quick())
    _ = try await destination.deliver(artifact)
    let events = Events()

    let receipt = try await destination.deliver(artifact, events: events)

    #expect(receipt.outcome == .alreadyThere)
    #expect(events.all == [.looking(name: "app.apk"), .done(name: "app.apk")])
    await server.stop()
  }

  @Test func `attachments go first, under names of their own`() async throws {
    let server = try await server()
    let shipment = try Shipment(
      try workplace.artifact(), named: "app 1.apk",
      attachments: [try workplace.attachment("mapping.txt", "m")])
    let destination = try HTTPDestination(url: "\(server.address)/a/", options: .quick())
    let receipts = try await destination.deliver(shipment) { _ in }
    #expect(
      receipts.map(\.location) == ["\(server.address)/a/mapping.txt", "\(server.address)/a/app%201.apk"])
    #expect(workplace.names(in: "store/a") == ["app 1.apk", "mapping.txt"])
    await server.stop()
  }

  @Test func `another file under the name is a conflict, and stays`() async throws {
    let server = try await server()
    let url = "\(server.address)/app.apk"
    let first = try workplace.artifact()
    let second = try workplace.artifact("other.apk", size: 1000, seed: 9)
    _ = try await HTTPDestination(url: url, options: .quick()).deliver(first)

    await #expect(
      throws: DeliveryError.conflict(location: url, expected: second.sha256, found: first.sha256)
    ) { try await HTTPDestination(url: url, options: .quick()).deliver(second) }
    #expect(workplace.read("store/app.apk")?.count == first.size)

    let replacing = try HTTPDestination(url: url, options: .quick { $0.replaces = true })
    let receipt = try await replacing.deliver(second)
    #expect(receipt.status == 200)
    #expect(workplace.read("store/app.apk")?.count == 1000)
    await server.stop()
  }

  @Test(arguments: [
    ([Fault(.answer(500), times: 2)], [Retry.Cause.status(500), .status(500)]),
    ([Fault(.answer(503, retryAfter: "0"), times: 3)], [.status(503), .status(503), .status(503)]),
    ([Fault(.answer(429, retryAfter: "Fri, 31 Dec 1999 23:59:59 GMT"))], [.status(429)]),
    ([Fault(.answer(500), on: "HEAD", times: 2)], [.status(500), .status(500)]),
    ([Fault(.answer(417))], []),
    ([Fault(.keepAndAnswer(502))], [.status(502)]),
  ])
  func `gets through after failures that pass`(_ faults: [Fault], _ causes: [Retry.Cause]) async throws {
    let server = try await server(faults)
    let artifact = try workplace.artifact()
    let events = Events()
    let receipt = try await HTTPDestination(url: "\(server.address)/", options: .quick())
      .deliver(artifact, events: events)
    #expect(receipt.outcome == .delivered)
    #expect(workplace.read("store/app.apk") == Workplace.bytes(artifact.size, seed: 1))
    #expect(events.retries == causes)
    await server.stop()
  }

  @Test(arguments: [Fault.Kind.drop(afterBytes: 1), .drop(afterBytes: 2_900_000), .keepAndDrop])
  func `gets through after a connection that broke off`(_ kind: Fault.Kind) async throws {
    let server = try await server([Fault(kind)])
    let artifact = try workplace.artifact()
    let events = Events()
    let receipt = try await HTTPDestination(url: "\(server.address)/", options: .quick())
      .deliver(artifact, events: events)
    #expect(receipt.outcome == .delivered)
    // Kept although nothing was said: found by looking, not sent again.
    #expect(receipt.status == (kind == .keepAndDrop ? 200 : 201))
    #expect(workplace.read("store/app.apk") == Workplace.bytes(artifact.size, seed: 1))
    #expect(workplace.names(in: "store") == ["app.apk"])
    #expect(events.retries.count == 1)
    await server.stop()
  }

  @Test(.timeLimit(.minutes(1))) func `gets through after a server that stalled`() async throws {
    let server = try await server([Fault(.stall)])
    let artifact = try workplace.artifact(size: 100_000)
    let receipt = try await HTTPDestination(
      url: "\(server.address)/", options: .quick { $0.settings.patience = .seconds(1) }
    ).deliver(artifact)
    #expect(receipt.status == 201)
    await server.stop()
  }

  @Test(arguments: [
    (401, true), (403, true), (400, false), (404, false), (409, false), (412, false), (413, false),
    (422, false),
    (507, false),
  ])
  func `a no for good is not asked twice`(_ status: Int, _ isRight: Bool) async throws {
    let server = try await server([Fault(.answer(status))])
    let events = Events()
    let location = "\(server.address)/app.apk"
    let says = "A fault was asked for."
    let expected: DeliveryError =
      isRight
      ? .noRight(location: location, status: status, says: says)
      : .refused(location: location, status: status, says: says)
    let artifact = try workplace.artifact()
    await #expect(throws: expected) {
      try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(
        artifact, events: events)
    }
    #expect(events.retries.isEmpty)
    #expect(workplace.names(in: "store").isEmpty)
    await server.stop()
  }

  @Test func `a server that keeps failing is unavailable`() async throws {
    let server = try await server([Fault(.answer(503), times: 100)])
    let artifact = try workplace.artifact()
    await #expect(
      throws: DeliveryError.serverFails(
        location: "\(server.address)/app.apk", status: 503, attempts: 4, says: "A fault was asked for.")
    ) { try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact) }
    await server.stop()
  }

  @Test func `what cannot be found out is unknown, not failed`() async throws {
    // The first look finds nothing; after the upload nobody answers any more.
    let server = try await server([
      Fault(.keepAndDrop, times: 1), Fault(.answer(503), on: "PUT", times: 100),
    ])
    let artifact = try workplace.artifact()
    let destination = try HTTPDestination(
      url: "\(server.address)/", options: .quick { $0.retry.attempts = 1 })
    // With one try only, the look after it is what decides.
    #expect(try await destination.deliver(artifact).outcome == .delivered)
    await server.stop()

    let mute = try await self.server([
      Fault(.answer(404), on: "HEAD"), Fault(.answer(502), on: "HEAD", times: 99),
      Fault(.keepAndAnswer(502), times: 99),
    ])
    await #expect(
      throws: DeliveryError.outcomeUnknown(
        location: "\(mute.address)/b/app.apk", reason: "the server answered with 412")
    ) { try await HTTPDestination(url: "\(mute.address)/b/", options: .quick()).deliver(artifact) }
    await mute.stop()
  }

  @Test func `nobody there is unreachable`() async throws {
    let server = try await server()
    let artifact = try workplace.artifact()
    let destination = try HTTPDestination(url: "\(server.address)/", options: .quick())
    await server.stop()
    await #expect {
      try await destination.deliver(artifact)
    } throws: { error in
      guard case DeliveryError.transfer(.unreachable) = error else { return false }
      return true
    }
  }

  @Test func `a digest that is not the file's is an error`() async throws {
    let server = try await server([Fault(.wrongChecksum)])
    let artifact = try workplace.artifact()
    await #expect(
      throws: DeliveryError.wrongChecksum(
        location: "\(server.address)/app.apk", expected: artifact.sha256,
        answered: String(artifact.sha256.reversed()))
    ) { try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact) }
    await server.stop()
  }

  @Test func `a redirection elsewhere is not followed`() async throws {
    let server = try await server([Fault(.redirect(to: "http://127.0.0.1:1/steal?key=secret"))])
    let artifact = try workplace.artifact()
    await #expect(
      throws: DeliveryError.transfer(
        .redirectedElsewhere(from: "\(server.address)/app.apk", to: "http://127.0.0.1:1/steal?«redacted»"))
    ) { try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact) }
    await server.stop()
  }

  @Test func `a flood of an answer does no harm`() async throws {
    let server = try await server([Fault(.flood(bytes: 20_000_000))])
    let artifact = try workplace.artifact()
    let receipt = try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact)
    #expect(receipt.status == 201)
    await server.stop()
  }

  @Test(arguments: [true, false])
  func `a file that changed since it was verified does not arrive`(_ sameLength: Bool) async throws {
    let server = try await server()
    let artifact = try workplace.artifact()
    let changed = Workplace.bytes(artifact.size + (sameLength ? 0 : 1), seed: 2)
    _ = try workplace.file("in.apk", changed)
    await #expect {
      try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact)
    } throws: { error in
      guard case DeliveryError.changed(artifact.path, artifact.sha256, let found) = error else {
        return false
      }
      return (found != nil) == sameLength
    }
    try await Task.sleep(for: .milliseconds(100))
    #expect(workplace.names(in: "store").isEmpty)
    await server.stop()
  }

  @Test func `a credential opens the door, and its absence is told`() async throws {
    let server = try await server(token: "t0ken")
    let artifact = try workplace.artifact()
    let url = "\(server.address)/app.apk"
    await #expect(
      throws: DeliveryError.noRight(location: url, status: 401, says: "")
    ) { try await HTTPDestination(url: url, options: .quick()).deliver(artifact) }
    let options = HTTPDestination.Options.quick {
      $0.credential = try? HTTPCredential.bearer("t0ken", hosts: ["127.0.0.1"])
    }
    #expect(try await HTTPDestination(url: url, options: options).deliver(artifact).outcome == .delivered)
    await server.stop()
  }

  @Test func `a credential for other hosts stops before anything is sent`() throws {
    let options = HTTPDestination.Options.quick {
      $0.credential = try? HTTPCredential.bearer("t0ken", hosts: ["artifacts.acme.example"])
    }
    #expect(
      throws: DeliveryError.transfer(
        .credentialNotForHost(host: "evil.example", hosts: ["artifacts.acme.example"]))
    ) { try HTTPDestination(url: "https://evil.example/", options: options) }
  }

  @Test func `what a store would refuse is refused in its words`() async throws {
    let words = "Market does not accept apks signed with the debug certificate"
    let server = try await server(refusal: { path, name in
      name == "app.apk" && path.hasPrefix("/proc/") ? words : nil
    })
    let artifact = try workplace.artifact()
    await #expect(
      throws: DeliveryError.refused(location: "\(server.address)/app.apk", status: 422, says: words)
    ) { try await HTTPDestination(url: "\(server.address)/", options: .quick()).deliver(artifact) }
    #expect(workplace.names(in: "store").isEmpty)
    await server.stop()
  }

  @Test(.timeLimit(.minutes(1))) func `a cancelled delivery stops soon and leaves nothing`() async throws {
    let server = try await server([Fault(.stall)])
    let artifact = try workplace.artifact(size: 20_000_000)
    let destination = try HTTPDestination(
      url: "\(server.address)/", options: .quick { $0.settings = .init() })
    let task = Task { try await destination.deliver(artifact) }
    try await Task.sleep(for: .milliseconds(500))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: DeliveryError.cancelled) { try await task.value }
    #expect(start.duration(to: .now) < .seconds(2))
    #expect(workplace.names(in: "store").isEmpty)
    await server.stop()
  }

  @Test(arguments: [
    "Authorization", "host", "Content-Length", "If-None-Match", "Cookie", "X-Checksum-SHA256",
  ])
  func `refuses headers that are not the pipeline's to set`(_ name: String) {
    #expect(throws: DeliveryError.headerReserved(name: name)) {
      try HTTPDestination(url: "https://a.example/", options: .quick { $0.headers = [(name, "x")] })
    }
  }

  @Test func `refuses a header that would begin another line`() {
    #expect(throws: DeliveryError.transfer(.malformedHeader(name: "X-A"))) {
      try HTTPDestination(
        url: "https://a.example/", options: .quick { $0.headers = [("X-A", "b\r\nX-Evil: c")] })
    }
  }

  @Test func `says where files will go`() throws {
    let folder = try HTTPDestination(url: "https://a.example/x/?sig=secret", options: .quick())
    #expect(
      try folder.places(artifact: "a b.apk", attachments: ["m"]) == [
        "https://a.example/x/a%20b.apk?«redacted»", "https://a.example/x/m?«redacted»",
      ])
    let file = try HTTPDestination(url: "https://a.example/x/fixed.apk", options: .quick())
    #expect(
      try file.places(artifact: "a.apk", attachments: ["m"]) == [
        "https://a.example/x/fixed.apk", "https://a.example/x/m",
      ])
    #expect(throws: DeliveryError.nameTwice(name: "fixed.apk")) {
      try file.places(artifact: "a.apk", attachments: ["fixed.apk"])
    }
    #expect(folder.description == "https://a.example/x/?«redacted»")
  }

  @Test(arguments: ["", ".", "..", "a/b", "a\r\nX-Evil: b", "a\0", String(repeating: "a", count: 201)])
  func `refuses names that are none`(_ name: String) throws {
    #expect(throws: DeliveryError.badFileName(name: String(name.prefix(200)))) {
      try Shipment(try workplace.artifact(size: 1), named: name)
    }
  }
}
