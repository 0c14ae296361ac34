/// A command of the pipeline's author: what `build:` runs.
package struct Command: Equatable, Sendable {
  /// The program and its arguments; no shell reads them.
  ///
  /// A program without a slash is looked for in the PATH of `environment`, or in
  /// `/usr/local/bin:/usr/bin:/bin` when there is none.
  package var arguments: [String]
  /// All that the command gets; nothing of Slipway's own environment is added.
  package var environment: [String: String]
  /// The working directory.
  package var folder: String
  /// How long it may take; nil: as long as it likes.
  package var timeout: Duration?
  /// The time between asking it to end and killing it.
  package var grace: Duration

  package init(
    _ arguments: [String], environment: [String: String], in folder: String, timeout: Duration? = nil,
    grace: Duration = .seconds(5)
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.timeout = timeout
    self.grace = grace
  }

  /// The file to execute.
  ///
  /// - Throws: ``OrchestrationError/commandNotFound(name:searched:)``,
  ///   ``OrchestrationError/commandNotStarted(name:reason:)`` when what is found may not be executed,
  ///   ``OrchestrationError/commandMalformed(name:)``.
  func executable() throws(OrchestrationError) -> String {
    guard let name = arguments.first, !name.isEmpty else { throw .commandMalformed(name: "") }
    let texts = arguments + [folder] + environment.flatMap { [$0.key, $0.value] }
    let hasZero = texts.contains { $0.utf8.contains(0) }
    guard !hasZero, environment.keys.allSatisfy({ !$0.isEmpty && !$0.contains("=") }) else {
      throw .commandMalformed(name: name)
    }
    if name.contains("/") {
      let path = absolute(name)
      switch Executability(path) {
      case .executable: return path
      case .missing: throw .commandNotFound(name: name, searched: nil)
      case .refused(let reason): throw .commandNotStarted(name: name, reason: reason)
      }
    }
    let searched = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    var refusal: String?
    for place in searched.split(separator: ":") {
      let path = absolute("\(place)/\(name)")
      switch Executability(path) {
      case .executable: return path
      case .missing: continue
      case .refused(let reason): refusal = refusal ?? reason
      }
    }
    if let refusal { throw .commandNotStarted(name: name, reason: refusal) }
    throw .commandNotFound(name: name, searched: searched)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }
}
