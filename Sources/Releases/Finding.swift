/// A judgement over facts: which rule, how grave, and where.
///
/// A finding carries no sentences. ``Catalogue`` has them, under the finding's id, with places for its parameters.
package struct Finding: Equatable, Sendable {
  /// Kebab-case and stable: tools and `accept:` refer to it.
  package var id: String
  package var severity: Severity
  /// The part of the artifact or plan that it is about, such as `v2 signer 1`; nil for the whole.
  package var location: String?
  /// What the catalogue's sentences are filled in with.
  ///
  /// Hostile text is allowed here.
  package var parameters: [String: String]

  package init(
    _ id: String, _ severity: Severity, at location: String? = nil, _ parameters: [String: String] = [:]
  ) {
    self.id = id
    self.severity = severity
    self.location = location
    self.parameters = parameters
  }
}
