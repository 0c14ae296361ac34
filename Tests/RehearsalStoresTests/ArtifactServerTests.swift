import Bytes
import Cryptography
import FieldTools
import FoundationEssentials
import RehearsalStores
import Testing
import Transfers

@Suite(.serialized) struct ArtifactServerTests {
  private let home: TemporaryFolder
  private var folder: String { home.path }
  private let client = HTTPClient()

  init() throws {
    home = try TemporaryFolder()
  }

  /// Runs a server while `body` does.
  private func withServer(
    _ change: (inout RehearsalServer.Options) -> Void = { _ in }, _ body: (String) async throws -> Void
  ) async throws {
    var options = RehearsalServer.Options()
    change(&options)
    let server = try await RehearsalServer.start(folder: folder, options: options)
    try await body(server.address)
    await server.stop()
  }

  private func put(
    _ address: String, _ text: String, _ headers: KeyValuePairs<String, String> = [:]
  ) async throws -> Response {
    let body = Request.Body(MemorySource(Array(text.utf8)))
    return try await client.send(
      Request(.put, try WebAddress(address), headers: try HeaderFields(headers), body: body))
  }

  private func sha256(_ text: String) -> String {
    Digest.hash(.sha256, Array(text.utf8)).hex
  }

  @Test func `gives back what it was given, with its digest`() async throws {
    try await withServer { (address: String) async throws in
      let stored = try await put(address + "/a/b%20%22c.apk", "hello")
      #expect(stored.status == 201)
      #expect(stored.headers["ETag"] == "\"\(sha256("hello"))\"")
      #expect(stored.headers["Location"] == "/a/b%20%22c.apk")
      #expect(
        String(decoding: stored.body, as: UTF8.self)
          == #"{"path":"a/b \"c.apk","size":5,"checksums":{"sha256":"\#(sha256("hello"))"}}"#)

      let location = try WebAddress(address + "/a/b%20%22c.apk")
      let head = try await client.send(Request(.head, location))
      #expect(head.status == 200)
      #expect(head.headers["Content-Length"] == "5")
      #expect(head.headers["X-Checksum-Sha256"] == sha256("hello"))
      #expect(head.body.isEmpty)
      let get = try await client.send(Request(.get, location))
      #expect(String(decoding: get.body, as: UTF8.self) == "hello")
      #expect(try await put(address + "/a/b%20%22c.apk", "other").status == 200)
    }
  }

  @Test func `knows what lay there before it began, and what changed since`() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = "\(folder)/old.apk"
    try #require(FileManager.default.createFile(atPath: file, contents: Data("old".utf8)))
    try await withServer { (address: String) async throws in
      let request = Request(.head, try WebAddress(address + "/old.apk"))
      #expect(try await client.send(request).headers["X-Checksum-Sha256"] == sha256("old"))
      try #require(FileManager.default.createFile(atPath: file, contents: Data("newer".utf8)))
      #expect(try await client.send(request).headers["X-Checksum-Sha256"] == sha256("newer"))
    }
  }

  @Test func `refuses a taken name to who wants a new one`() async throws {
    try await withServer { (address: String) async throws in
      #expect(try await put(address + "/a.apk", "one", ["If-None-Match": "*"]).status == 201)
      #expect(try await put(address + "/a.apk", "two", ["If-None-Match": "*"]).status == 412)
      #expect(FileManager.default.contents(atPath: folder + "/a.apk") == Data("one".utf8))
    }
  }

  @Test func `refuses a body with another digest`() async throws {
    try await withServer { (address: String) async throws in
      let response = try await put(address + "/a.apk", "one", ["X-Checksum-Sha256": sha256("two")])
      #expect(response.status == 422)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test(arguments: [
    "/", "/a//b", "/.hidden", "/a/%2e%2e/b", "/a%2fb", "/a%00", "/%zz", "/%+1", "/%ff", "/a/",
  ])
  func `refuses paths that are not plain names`(_ path: String) async throws {
    try await withServer { (address: String) async throws in
      #expect(try await put(address + path, "x").status == 400)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `lets nobody in without the token`() async throws {
    try await withServer({ $0.token = "t0ken" }) { (address: String) async throws in
      let response = try await put(address + "/a.apk", "x")
      #expect(response.status == 401)
      #expect(response.headers["WWW-Authenticate"] == "Bearer")
      #expect(try await put(address + "/a.apk", "x", ["Authorization": "Bearer t0ken"]).status == 201)
    }
  }

  @Test func `is not reached under a foreign name`() async throws {
    try await withServer { (address: String) async throws in
      let response = try await put(address + "/a.apk", "x", ["Host": "evil.example"])
      #expect(response.status == 421)
    }
  }

  @Test func `says when the port is taken`() async throws {
    try await withServer { (address: String) async throws in
      let port = try WebAddress(address).port
      await #expect {
        try await RehearsalServer.start(folder: folder, port: port)
      } throws: { error in
        guard case RehearsalError.cannotListen(port: port, _) = error else { return false }
        return true
      }
    }
  }

  @Test func `stops listening when told`() async throws {
    let server = try await RehearsalServer.start(folder: folder)
    await server.stop()
    let request = Request(.head, try WebAddress(server.address))
    await #expect(throws: TransferError.self) { try await client.send(request) }
    try FileManager.default.removeItem(atPath: folder)
  }
}
