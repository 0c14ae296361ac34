import ArgumentParser
import Glibc
import Orchestration
import Pipelines
import SlipwayKit

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case human, json
}

/// What every command has at hand, and the one place where a failure becomes words and an exit status.
struct Session: Sendable {
  let console: Console
  let invocation: Invocation

  /// Runs a command's work; a failure is printed and becomes the exit status.
  ///
  /// - Throws: `ExitCode`, which the argument parser hands to the system without another word.
  static func run(_ work: (Session) throws -> ExitStatus) throws {
    let session = begin()
    try session.end(Result { try work(session) })
  }

  /// As ``run(_:)``, for work that waits for others.
  static func run(_ work: (Session) async throws -> ExitStatus) async throws {
    let session = begin()
    let result: Result<ExitStatus, any Error>
    do {
      result = .success(try await work(session))
    } catch {
      result = .failure(error)
    }
    try session.end(result)
  }

  private static func begin() -> Session {
    signal(SIGPIPE, SIG_IGN)
    _ = becomeUnreadable()
    let invocation = Invocation.current
    return Session(console: Console(environment: invocation.environment), invocation: invocation)
  }

  private func end(_ result: Result<ExitStatus, any Error>) throws {
    let status: ExitStatus
    do {
      status = try result.get()
    } catch let code as ExitCode {
      throw code
    } catch {
      status = report(error)
    }
    if let error = console.writeError {
      let reason = String(cString: strerror(error))
      console.complain(Failure(.inputOutput, "The output could not be written: \(reason)."))
      throw ExitCode(ExitStatus.combined([status, .inputOutput]).rawValue)
    }
    guard status == .done else { throw ExitCode(status.rawValue) }
  }

  /// Prints why something could not be done, and says which exit status that is.
  func report(_ error: any Error) -> ExitStatus {
    if case PipelineError.refused(let diagnostics) = error {
      for diagnostic in diagnostics { console.complain(diagnostic.words, at: diagnostic.position) }
    } else {
      for failure in Failure.all(of: error) { console.complain(failure) }
    }
    return .combined(Failure.all(of: error).map(\.status))
  }
}
