/// `build:`, the command that makes the payload.
package struct BuildDeclaration: Equatable, Sendable {
  package var position: Position
  /// The program and its arguments, as written: no shell, no substitution.
  ///
  /// Never empty.
  package var run: [String]
  /// Globs of what the command reads; nil when the file does not say, so that it always runs.
  package var inputs: [Located<String>]?
  /// The whole environment of the command, in the file's order.
  package var environment: [EnvironmentVariable]
  /// In seconds, at least 1; nil for no limit.
  package var timeout: Int?

  package init(
    position: Position, run: [String], inputs: [Located<String>]? = nil,
    environment: [EnvironmentVariable] = [],
    timeout: Int? = nil
  ) {
    self.position = position
    self.run = run
    self.inputs = inputs
    self.environment = environment
    self.timeout = timeout
  }
}

/// One entry of `build: { env: }`.
package struct EnvironmentVariable: Equatable, Sendable {
  package var name: String
  package var value: Value
  package var position: Position

  /// What a variable is set to.
  package enum Value: Equatable, Sendable {
    /// What Slipway's own environment says: `JAVA_HOME: inherit`.
    case inherit
    case text(String)
  }

  package init(name: String, value: Value, position: Position) {
    self.name = name
    self.value = value
    self.position = position
  }
}
