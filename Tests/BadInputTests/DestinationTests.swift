import FieldTools
import Foundation
import RehearsalStores
import Testing

/// Destinations that refuse, stall, break off, are full of something else, or are not there.
@Suite struct DestinationTests {
  struct Server: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var faults: [Fault]
    /// What the server wants, and what it is given.
    var token: String?
    var status: Int32
    var says: [String]
    /// Whether the artifact is there in the end.
    var isDelivered = false

    init(
      _ name: String, _ faults: [Fault] = [], token: String? = nil, _ status: Int32, _ says: [String],
      isDelivered: Bool = false
    ) {
      testDescription = name
      self.faults = faults
      self.token = token
      self.status = status
      self.says = says
      self.isDelivered = isDelivered
    }
  }

  static let servers = [
    Server("401", token: "another", 77, ["gives no right to upload (401)", "Check the credential"]),
    Server(
      "403", [Fault(.answer(403), times: 9)], 77, ["gives no right to upload (403)", "Check the credential"]),
    Server(
      "409", [Fault(.answer(409), times: 9)], 1,
      ["refused the file with 409", "Sending it again will not help"]),
    Server(
      "413", [Fault(.answer(413), times: 9)], 1, ["refused the file with 413", "see what the server wants"]),
    Server(
      "500 each time", [Fault(.answer(500), times: 9)], 69,
      ["answered with 500 in each of 3 tries", "Run again"]),
    Server("500 twice and then 200", [Fault(.answer(500), times: 2)], 0, [], isDelivered: true),
    Server("a stall", [Fault(.stall, times: 9)], 69, ["stopped taking or sending anything", "Run again"]),
    Server(
      "breaking off half-way", [Fault(.drop(afterBytes: 10_000), times: 9)], 69,
      ["The connection to 127.0.0.1", "broke off", "Run again"]),
    Server("breaking off half-way once", [Fault(.drop(afterBytes: 10_000))], 0, [], isDelivered: true),
    Server("keeping it and not saying so", [Fault(.keepAndDrop)], 0, [], isDelivered: true),
    Server(
      "another checksum", [Fault(.wrongChecksum)], 1, ["says it holds SHA-256", "Remove what is there"],
      isDelivered: true),
    Server(
      "a redirection to another host", [Fault(.redirect(to: "https://elsewhere.example/"), times: 9)], 1,
      ["elsewhere.example", "nothing is sent to another host"]),
  ]

  @Test(arguments: servers) func `is met with one sentence, or with patience`(_ server: Server) async throws {
    let place = try Place()
    var options = RehearsalServer.Options()
    options.faults = server.faults
    options.token = server.token
    let store = place.base + "/store"
    let running = try await RehearsalServer.start(folder: store, options: options)
    var pipeline = PipelineText()
    pipeline.deliver =
      "- http: { url: \(running.address)/demo/, attempts: 3, patience: 2s, credential: token }"
    pipeline.top = "credentials: { token: { bearer: { env: TOKEN }, hosts: [127.0.0.1] } }"
    try place.write("p.yaml", pipeline.text)
    let traces = Traces(of: place)
    let ending = try await place.run(["run", "p.yaml"])
    await running.stop()
    #expect(ending.status == server.status, "\(ending.text)")
    for words in server.says { #expect(ending.text.contains(words), "\(ending.text)") }
    #expect(ending.problems.count == (server.status == 0 ? 0 : 1), "\(ending.text)")
    let kept = try FileManager.default.subpathsOfDirectory(atPath: store)
    #expect(kept.contains("demo/app.apk") == server.isDelivered, "\(kept)")
    #expect(kept.allSatisfy { !$0.hasSuffix(".part") })
    try traces.check(ending, leaves: ["app.apk"])
  }

  static let inputs = [
    BadInput(
      "a port where nobody listens", 69, ["127.0.0.1:9 cannot be reached", "Check the name, the network"],
      leaves: ["app.apk"]
    ) {
      $0.deliver = "- http: { url: http://127.0.0.1:9/, attempts: 2 }"
    },
    BadInput("http to another machine", 65, ["example.org", "Use https"]) {
      $0.deliver = "- http: { url: http://example.org/ }"
    },
    BadInput(
      "a credential that is not for the host", 65, ["may not be sent to example.org", "elsewhere.example"]
    ) {
      $0.top = "credentials: { token: { bearer: { env: TOKEN }, hosts: [elsewhere.example] } }"
      $0.deliver = "- http: { url: https://example.org/, credential: token }"
    },
    BadInput(
      "another file of the same name", 1, ["app.apk is taken by another file", "say replace: true"],
      leaves: ["app.apk"],
      prepare: {
        try $0.write("dist/app.apk", "something else")
      }
    ) { _ in },
    BadInput(
      "a file where the folder should be", 74, ["dist is no folder", "remove what is in its way"],
      prepare: {
        try $0.write("dist", "a file")
      }
    ) { _ in },
    BadInput(
      "an output that is the payload", 65,
      ["app would overwrite its own payload, ", "in/app.apk", "put the payload elsewhere"],
      prepare: { try $0.write("in/app.apk", $0.bytes("demo.apk")) }
    ) {
      $0.payload = "in/app.apk"
      $0.target = "output: in"
    },
    BadInput(
      "a destination that is the payload", 65, ["app would overwrite its own payload, ", "in/app.apk"],
      prepare: { try $0.write("in/app.apk", $0.bytes("demo.apk")) }
    ) {
      $0.payload = "in/app.apk"
      $0.deliver = "- directory: { path: ./dist/../in, replace: true }"
    },
    BadInput(
      "two targets that make the same file", 65,
      ["would both make", "Give one of them another folder or name."], command: ["run", "p.yaml"]
    ) {
      try $0.write("rows.csv", "id\na\nb\n")
      var pipeline = PipelineText()
      pipeline.target = "each: { from: rows.csv, name: id }\n    sign: { key: main }"
      pipeline.deliver = "- directory: { path: dist, name: same.apk }"
      try $0.write("p.yaml", pipeline.text)
    },
  ]

  @Test(arguments: inputs) func `is refused with one sentence`(_ input: BadInput) async throws {
    try await input.check(in: Place())
  }

  @Test(.needs(.openssl))
  func `a server with an unknown authority is not trusted`() async throws {
    let place = try Place()
    let server = Process()
    let said = Pipe()
    server.executableURL = URL(filePath: try #require(Tool.openssl.path))
    server.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-cert", "good.pem", "-key", "good.key", "-www",
    ]
    server.currentDirectoryURL = URL(filePath: place.work)
    server.standardOutput = said
    server.standardInput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    // It inherits the signals that the test's thread blocks, SIGTERM perhaps among them.
    defer { kill(server.processIdentifier, SIGKILL) }
    // ACCEPT 127.0.0.1:PORT
    var heard = ""
    while !heard.contains(/ACCEPT .*\n/) {
      let more = said.fileHandleForReading.availableData
      try #require(!more.isEmpty, "\(heard)")
      heard += String(decoding: more, as: UTF8.self)
    }
    let port = try #require(heard.firstMatch(of: /:(\d+)/)?.1, "\(heard)")
    let input = BadInput(
      "TLS", 69, ["The certificate of 127.0.0.1:\(port) is not trusted", "name its PEM file"],
      leaves: ["app.apk"]
    ) {
      $0.deliver = "- http: { url: \"https://127.0.0.1:\(port)/\" }"
    }
    try await input.check(in: place)
  }
}
