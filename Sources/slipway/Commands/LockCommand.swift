import ArgumentParser
import Bytes
import SlipwayKit

struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", _superCommandName: "slipway",
    abstract: "Writes slipway.lock: with which keys the targets are to be signed.",
    discussion: """
      The lock is committed beside the pipeline file. A run for a store, devices or a company stops when a key, a \
      certificate, a profile, an application or a destination is another than the locked one, or when an older key \
      store was put back. With --check nothing is written, and the exit status is 1 when the lock is not up to date.
      """)

  @OptionGroup var pipeline: PipelineArguments
  @Flag(help: "Only tell whether the lock is up to date.") var check = false

  func run() throws {
    try Session.run { session in
      let request = LockRequest(
        try pipeline.read(in: session, needsInputs: false), invocation: session.invocation,
        ask: session.passwordPrompt)
      let workers = Workers(limit: Workers.availableCores)
      let writes = !check
      let result = try workers.perform { try request.perform(writes: writes, workers: workers) }
      session.console.show(result)
      if check {
        return result.differences?.isEmpty == true ? .done : .didNotPass
      }
      session.console.line(
        Piece("✓ ", .green), Piece("wrote "), Piece(session.console.shortened(result.path), .bold),
        Piece(", \(counted(result.lock.targets.count, "target")); commit it"))
      return .done
    }
  }
}

extension Console {
  /// Shows how the lock was.
  fileprivate func show(_ result: LockRequest.Result) {
    guard let differences = result.differences else {
      line(Piece("There was no \(shortened(result.path)).", .dim))
      return
    }
    if differences.isEmpty { line(Piece("\(shortened(result.path)) is up to date.", .dim)) }
    for difference in differences {
      line(Piece(difference.target, .bold), Piece("  \(difference.what)", .dim))
      if let locked = difference.locked { line(Piece("  - \(locked)", .red)) }
      if let planned = difference.planned { line(Piece("  + \(planned)", .green)) }
    }
  }
}
