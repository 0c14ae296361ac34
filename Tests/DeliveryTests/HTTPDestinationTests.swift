import Delivery
import RehearsalStores
import Releases
import Testing
import Transfers

struct HTTPDestinationTests {
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
}
