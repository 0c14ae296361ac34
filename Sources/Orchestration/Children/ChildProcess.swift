import Bytes
import CProcess
import Glibc
import Synchronization

/// A running command that ends no later than Slipway does, with all that it started; see `CProcess.h` for how.
package enum ChildProcess {
  /// Runs a command to its end; its standard output and standard error go to the log, its standard input is empty.
  ///
  /// When its time is up, or the task is cancelled, its process group gets SIGTERM, and SIGKILL after the grace time.
  /// What it left running in the background is killed when it ends.
  ///
  /// - Throws: ``OrchestrationError`` when it could not be started, `CancellationError` when the task was cancelled.
  ///   That the command failed or took too long is not an error.
  package static func run(_ command: Command, log: String) async throws -> CommandResult {
    let leash = Leash()
    return try await withTaskCancellationHandler {
      let result = try await Workers.onThread { try run(command, log: log, leash) }
      try Task.checkCancellation()
      return result
    } onCancel: {
      leash.pull()
    }
  }

  private static func run(
    _ command: Command, log: String, _ leash: Leash
  ) throws(OrchestrationError) -> CommandResult {
    let name = command.arguments.first ?? ""
    let began = ContinuousClock.now
    var supervisor = try start(command, log: log)
    leash.hold(supervisor.control)
    defer { leash.letGo() }
    var result = slipway_result()
    let timeout = command.timeout.map(milliseconds) ?? -1
    var timedOut = false
    if slipway_wait(&supervisor, timeout, &result) == 0 {
      timedOut = true
      leash.pull()
      _ = slipway_wait(&supervisor, -1, &result)
    }
    let end = try end(result, name: name, folder: command.folder)
    return CommandResult(
      end: end, timedOut: timedOut, seconds: began.secondsSince, log: log, tail: StepLog.tail(of: log))
  }

  private static func start(_ command: Command, log: String) throws(OrchestrationError) -> slipway_supervisor
  {
    let path = try command.executable()
    let output = try StepLog.create(log)
    defer { close(output) }
    let arguments = CStrings(command.arguments)
    let environment = CStrings(command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    var supervisor = slipway_supervisor()
    let number = path.withCString { path in
      command.folder.withCString { folder in
        var request = slipway_command(
          path: path, arguments: arguments.pointers, environment: environment.pointers, folder: folder,
          output: output, grace: milliseconds(command.grace))
        return slipway_start(&request, &supervisor)
      }
    }
    guard number == 0 else {
      throw .commandNotStarted(name: command.arguments.first ?? "", reason: systemReason(number))
    }
    return supervisor
  }

  private static func end(
    _ result: slipway_result, name: String, folder: String
  ) throws(OrchestrationError) -> CommandResult.End {
    switch UInt32(bitPattern: result.stage) {
    case SLIPWAY_EXITED.rawValue: return .exited(code: result.value)
    case SLIPWAY_SIGNALLED.rawValue: return .signalled(result.value)
    case SLIPWAY_NO_FOLDER.rawValue:
      throw .workingDirectoryNotUsable(path: folder, reason: systemReason(result.value))
    case SLIPWAY_NO_FORK.rawValue, SLIPWAY_NO_START.rawValue:
      throw .commandNotStarted(name: name, reason: systemReason(result.value))
    default: throw .supervisorLost(name: name)
    }
  }

  /// Bounded by what `poll` takes, which is 24 days.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let parts = duration.components
    guard parts.seconds < 2_000_000 else { return 2_000_000_000 }
    return Int32(max(0, parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000))
  }
}

/// The control pipe of a supervisor, for whoever wants the command to end.
private final class Leash: Sendable {
  private let state = Mutex<(control: Int32?, isPulled: Bool)>((nil, false))

  func hold(_ control: Int32) {
    state.withLock { state in
      state.control = control
      if state.isPulled { slipway_end(control) }
    }
  }

  func pull() {
    state.withLock { state in
      state.isPulled = true
      if let control = state.control { slipway_end(control) }
    }
  }

  func letGo() {
    state.withLock { state in
      if let control = state.control { close(control) }
      state.control = nil
    }
  }
}

/// Strings as C has them: copies that end with zero, in an array that ends with a null pointer.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (place, string) in strings.enumerated() { pointers[place] = strdup(string) }
    pointers[count] = nil
  }

  deinit {
    for place in 0..<count { free(pointers[place]) }
    pointers.deallocate()
  }
}
