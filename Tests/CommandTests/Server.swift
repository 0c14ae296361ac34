import Foundation
import Glibc
import Testing

/// A server that runs beside a transcript, from the line that tells its address to Ctrl-C.
final class Server {
  /// As the server says it, such as `http://127.0.0.1:8675`.
  let address: String
  private let process: Process
  private let stage: Stage

  /// - Throws: when it tells no address within half a minute.
  init(_ command: String, on stage: Stage) throws {
    process = try stage.start("exec \(command)", output: "server.output", complaints: "server.complaints")
    self.stage = stage
    var found: String?
    for _ in 0..<300 where found == nil {
      usleep(100_000)
      found = try stage.contents("server.output").firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/).map {
        String($0.0)
      }
    }
    if found == nil { process.terminate() }
    address = try #require(found, "The server said no address.")
  }

  /// Ends it as a person does, and expects that it takes that well.
  func end() {
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
    let complaints = try? stage.contents("server.complaints")
    #expect(complaints == "")
  }
}
