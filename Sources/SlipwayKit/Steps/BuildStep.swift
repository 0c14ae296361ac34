import Bytes
import FoundationEssentials
import Orchestration
import Pipelines

/// Runs the pipeline's own build command, which makes the payload.
///
/// It is other people's code: it gets the environment that the file lists and nothing of Slipway's.
struct BuildStep: WaitingStep {
  let target: String
  let declaration: BuildDeclaration
  /// What it makes.
  let payload: Located<String>
  let pipeline: Pipeline
  /// The state folder, absolute.
  let state: String
  let invocation: Invocation
  let digests: FileDigests

  /// Without `inputs:` nobody knows what the command reads, and it runs every time.
  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("command", declaration.run)
    for (name, value) in try environment().sorted(by: { $0.key < $1.key }) {
      digest.add(name, value)
    }
    guard let inputs = declaration.inputs else {
      digest.add("run", context.run)
      return
    }
    let search = GlobSearch(folder: pipeline.absoluteDirectory)
    for pattern in inputs {
      for path in try search.matches(pattern) {
        digest.add(path, try digests.sha256(ofTree: pipeline.absolutePath(path)))
      }
    }
  }

  func run(in context: StepContext) async throws -> StepRecord {
    let started = Date()
    let step = StepID(target: target, name: StepName.build)
    let log = StepLog.path(in: state, run: context.run, step: step)
    let command = Command(
      declaration.run, environment: try environment(), in: pipeline.absoluteDirectory,
      timeout: declaration.timeout.map { .seconds($0) })
    let result = try await ChildProcess.run(command, log: log)
    guard result.succeeded else { throw failure(of: result) }
    return try StepRecord(outputs: made(), BuildRecord(started: started))
  }

  /// The payload, so that a build whose inputs did not change runs again all the same when it is gone.
  ///
  /// One that is a folder, or cannot be found, is left to the steps behind this one.
  private func made() throws -> [StepRecord.Output] {
    guard let path = try? PayloadSearch.onlyMatch(payload, in: pipeline),
      let source = try? FileSource(path: path)
    else { return [] }
    return [StepRecord.Output(path: path, sha256: try digests.sha256(of: path), size: source.count)]
  }

  private func environment() throws -> [String: String] {
    var environment: [String: String] = [:]
    for variable in declaration.environment {
      switch variable.value {
      case .text(let text): environment[variable.name] = text
      case .inherit:
        guard let value = invocation.environment[variable.name] else {
          throw Failure(
            .inputUnreadable,
            "\(target): the build inherits the environment variable \(variable.name), which is not set.",
            remedy: "Set it, or give it a value under build: env:.")
        }
        environment[variable.name] = value
      }
    }
    return environment
  }

  private func failure(of result: CommandResult) -> Failure {
    let command = declaration.run.joined(separator: " ")
    let end =
      switch result.end {
      case _ where result.timedOut: "took longer than \(declaration.timeout ?? 0) s and was ended"
      case .exited(let code): "ended with status \(code)"
      case .signalled(let signal): "was ended by signal \(signal)"
      }
    let last = result.tail.split(separator: "\n").last.map { " Its last line: “\($0.prefix(500))”" } ?? ""
    return Failure(
      .didNotPass, "\(target): the build command \(command) \(end).\(last)",
      remedy: "All its output is in \(result.log).")
  }
}
