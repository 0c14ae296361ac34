import Bytes
import Glibc
import Hummingbird
import Logging

/// The stores to practise against, on this machine only.
///
/// So far there is one room: a server that takes artifacts by PUT and tells their digests, as an Artifactory, a Nexus
/// or a WebDAV server does.
package final class RehearsalServer: Sendable {
  package struct Options: Sendable {
    /// What `Authorization: Bearer` must carry; nil lets everyone in.
    package var token: String?
    /// Looks at a file before it is kept, as a store would: what it says is why the file is refused with 422.
    ///
    /// It gets a path that is good until it returns, and the name the file was sent under.
    package var refusal: (@Sendable (_ path: String, _ name: String) async -> String?)?
    package var faults: [Fault] = []

    package init() {}
  }

  /// Such as `http://127.0.0.1:40123`, without a slash at the end.
  package let address: String
  private let task: Task<Void, any Error>

  private init(address: String, task: Task<Void, any Error>) {
    self.address = address
    self.task = task
  }

  /// Begins to listen on 127.0.0.1.
  ///
  /// - Parameters:
  ///   - folder: absolute; where uploads are kept. Made when it is missing.
  ///   - port: 0 for any that is free.
  ///   - options: who may upload what, and what goes wrong.
  /// - Returns: the server, listening.
  /// - Throws: ``RehearsalError``.
  package static func start(
    folder: String, port: Int = 0, options: Options = Options()
  ) async throws(RehearsalError) -> RehearsalServer {
    let store: ArtifactStore
    do throws(BytesError) { store = try ArtifactStore(folder: folder) } catch { throw .folder(error) }
    let room = ArtifactServer(store: store, options: options)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      responder: CallbackResponder<RehearsalContext> { try await room.respond(to: $0, $1) },
      configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "slipway-rehearsal"),
      onServerRunning: { continuation.yield($0.localAddress?.port ?? port) },
      logger: Logger(label: "rehearsal") { _ in SwiftLogNoOpLogHandler() })
    let task = Task {
      defer { continuation.finish() }
      try await application.run()
    }
    for await port in ports { return RehearsalServer(address: "http://127.0.0.1:\(port)", task: task) }
    switch await task.result {
    case .success: throw .cannotListen(port: port, reason: "it stopped at once")
    case .failure(let error): throw .cannotListen(port: port, reason: Self.reason(of: error))
    }
  }

  /// The system's words when an error has its number, such as for a port that is taken.
  private static func reason(of error: any Error) -> String {
    guard let number = "\(error)".firstMatch(of: /errno: (\d+)/).flatMap({ Int32($0.1) }) else {
      return "\(error)"
    }
    return String(cString: strerror(number))
  }

  /// Stops listening, ends what is under way, and returns when that is done.
  package func stop() async {
    task.cancel()
    _ = await task.result
  }

  deinit {
    task.cancel()
  }
}
