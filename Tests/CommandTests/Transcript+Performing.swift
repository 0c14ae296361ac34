import Testing

extension Transcript {
  /// The same transcript with what its commands do now.
  ///
  /// - Throws: ``SetUpFailed`` when a set-up line does not succeed.
  func performed() throws -> Transcript {
    let stage = try Stage()
    var seen = self
    var servers: [Server] = []
    defer { for server in servers { server.end() } }
    for (index, step) in steps.enumerated() {
      switch step.kind {
      case .variable:
        let parts = step.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        stage.environment[String(parts[0])] = parts.count > 1 ? String(parts[1]) : nil
      case .server:
        let server = try Server(step.text, on: stage)
        servers.append(server)
        stage.environment["SERVER"] = server.address
      case .setUp:
        let result = try stage.run(step.text, input: Self.text(of: step.input))
        guard result.status == 0 else { throw SetUpFailed(command: step.text, result: result) }
      case .shown:
        var result = try stage.run(step.text, input: Self.text(of: step.input))
        result.output = stage.masks.applied(to: result.output)
        result.complaints = stage.masks.applied(to: result.complaints)
        seen.steps[index].output = Self.lines(of: result)
      }
    }
    return seen
  }

  struct SetUpFailed: Error {
    var command: String
    var result: CommandResult
  }

  private static func text(of input: [String]) -> String {
    input.map { $0 + "\n" }.joined()
  }
}
