/// What a pipeline file may ask of the world while it is read.
///
/// The module itself touches nothing.
package struct Surroundings: Sendable {
  /// `--set NAME=VALUE`.
  package var settings: [String: String]
  /// Whether an input that is used must have a value.
  ///
  /// `check` does without.
  package var needsInputs: Bool
  /// The value of an environment variable.
  package var environment: @Sendable (_ name: String) -> String?
  /// The bytes of a file that `each: { from: }` names, by its path taken from the pipeline file's folder.
  ///
  /// Its error's text is shown.
  package var readFile: @Sendable (_ path: String) throws -> [UInt8]
  /// Every finding id there is; empty when ids are not to be checked.
  package var findings: [String]
  /// Whether a finding may stand under `accept:`.
  package var mayAccept: @Sendable (_ id: String) -> Bool
  /// The names of credentials that a key store has; its path, taken from the pipeline file's folder, where the file
  /// names it.
  package var storedCredentials: @Sendable (_ declaredPath: String?) -> [String]

  package init(
    settings: [String: String] = [:], needsInputs: Bool = true,
    environment: @escaping @Sendable (String) -> String? = { _ in nil },
    readFile: @escaping @Sendable (String) throws -> [UInt8], findings: [String] = [],
    mayAccept: @escaping @Sendable (String) -> Bool = { _ in true },
    storedCredentials: @escaping @Sendable (String?) -> [String] = { _ in [] }
  ) {
    self.settings = settings
    self.needsInputs = needsInputs
    self.environment = environment
    self.readFile = readFile
    self.findings = findings
    self.mayAccept = mayAccept
    self.storedCredentials = storedCredentials
  }
}
