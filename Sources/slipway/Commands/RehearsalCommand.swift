import ArgumentParser
import FoundationEssentials
import RehearsalStores
import SlipwayKit

struct RehearsalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearsal", _superCommandName: "slipway",
    abstract: "Runs the stores to practise against, on this machine only.",
    discussion: """
      An artifact server that takes PUT, HEAD and GET and tells SHA-256 checksums. Deliver to it with

        - http: { url: "http://127.0.0.1:PORT/releases/" }

      Ctrl-C is the way to end it, and no failure: the exit status is 0. `slipway run --rehearse` starts a server of \
      its own.
      """)

  @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
  var port = 8675

  @Option(
    help: "Where uploads are kept. (default: a temporary folder, removed at the end)", completion: .directory)
  var folder: String?

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
  }

  func run() async throws {
    try await Session.run { session in
      let path = folder.map { $0.hasPrefix("/") ? $0 : "\(FileManager.default.currentDirectoryPath)/\($0)" }
      let temporary = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")
        .path
      let kept = path ?? temporary
      defer { try? FileManager.default.removeItem(atPath: temporary) }
      return try await interruptibly {
        let server = try await RehearsalServer.start(folder: kept, port: port)
        session.console.line(
          Piece("✓ ", .green), Piece("listening on \(server.address)", .bold),
          Piece("  uploads are kept in \(session.console.shortened(kept))", .dim))
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        await server.stop()
        return .done
      }
    }
  }
}
