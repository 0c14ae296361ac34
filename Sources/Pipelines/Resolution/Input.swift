/// One entry of `inputs:` with the value it has in this run.
struct Input: Sendable {
  var environment: String?
  var state: State

  enum State: Equatable, Sendable {
    case value(String)
    /// No value is needed now: the file is only checked.
    case pending
    /// An error as soon as something refers to it.
    case missing
  }

  static let lengthLimit = 4096

  /// `--set`, then the environment, then the default.
  ///
  /// A variable that is set to nothing counts as not set, as CI services pass those on.
  static func resolve(
    _ inputs: Value?, in surroundings: Surroundings, start: Position, diagnostics: inout DiagnosticList
  ) -> [String: Input] {
    var resolved: [String: Input] = [:]
    for member in (inputs?.members ?? []) where !member.isExtension {
      let fields = Fields(member.value)
      let environment = fields.text("env")?.value
      let fromEnvironment = environment.flatMap(surroundings.environment).flatMap { $0.isEmpty ? nil : $0 }
      let value = surroundings.settings[member.key] ?? fromEnvironment ?? fields.text("default")?.value
      let missing: State = surroundings.needsInputs ? .missing : .pending
      resolved[member.key] = Input(environment: environment, state: value.map(State.value) ?? missing)
      guard let pattern = fields.text("pattern") else { continue }
      if let reason = flaw(of: value, in: member.key, against: pattern.value) {
        diagnostics.add(reason, at: pattern.position)
        resolved[member.key]?.state = .pending
      }
    }
    for name in surroundings.settings.keys.sorted() where resolved[name] == nil {
      let known = resolved.keys.sorted()
      diagnostics.add(
        .unknownInput(name, nearest: Nearest.word(to: name, among: known), allowed: known),
        at: inputs?.position ?? start)
    }
    return resolved
  }

  /// What is wrong with a pattern, or with the value that it is to match as a whole.
  private static func flaw(of value: String?, in input: String, against pattern: String) -> DiagnosticReason?
  {
    let expression: Regex<AnyRegexOutput>
    do {
      expression = try Regex(pattern).asciiOnlyDigits().asciiOnlyWhitespace().asciiOnlyWordCharacters()
    } catch {
      return .badPattern(pattern, problem: "\(error)")
    }
    guard let value else { return nil }
    if value.count <= lengthLimit, value.wholeMatch(of: expression) != nil { return nil }
    return .valueDoesNotMatch(input: input, value: String(value.prefix(100)), pattern: pattern)
  }
}
