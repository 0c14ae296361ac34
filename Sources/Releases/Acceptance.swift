/// The findings that a pipeline accepts, each with the reason it gives under `accept:`.
///
/// Findings about a certificate, a purpose or a signature cannot be accepted: ``Catalogue`` says which those
/// are.
package struct Acceptance: Equatable, Sendable {
  /// Reasons by finding id.
  package var reasons: [String: String]

  package init(_ reasons: [String: String]) {
    self.reasons = reasons
  }

  /// The ids that may not be accepted, sorted.
  ///
  /// A pipeline that names one is wrong.
  package var unacceptable: [String] {
    reasons.keys.filter { Catalogue.entry(for: $0)?.subject.isAcceptable == false }.sorted()
  }

  /// The ids that no policy raises, sorted: misspelt, as a rule.
  package var unknown: [String] {
    reasons.keys.filter { Catalogue.entry(for: $0) == nil }.sorted()
  }

  /// The findings with accepted ones lowered to notes, which carry the reason as their parameter `accepted`.
  ///
  /// One that may not be accepted keeps its severity, and so does one without an entry: what is not known to
  /// be harmless is not.
  package func applied(to findings: [Finding]) -> [Finding] {
    findings.map { finding in
      guard let reason = reasons[finding.id], Catalogue.entry(for: finding.id)?.subject.isAcceptable == true
      else {
        return finding
      }
      var accepted = finding
      accepted.severity = .note
      accepted.parameters["accepted"] = reason
      return accepted
    }
  }
}
