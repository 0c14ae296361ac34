package import Testing

extension Trait where Self == ConditionTrait {
  /// Skips the test, and says why, where one of the tools is not installed.
  package static func needs(_ tools: Tool...) -> Self {
    let missing = tools.filter { !$0.isThere }.map(\.name)
    return .enabled(if: missing.isEmpty, "not installed: \(missing.joined(separator: ", "))")
  }

  /// Skips the test, and says why, where the corpus does not lie beside the repository.
  package static func needs(_ corpus: Corpus) -> Self {
    .enabled(if: corpus.isThere, "../shared/corpora/\(corpus.name) is not there")
  }

  /// Skips the test, and says why, where no small disk can be mounted.
  package static var needsSmallDisk: Self {
    .enabled(if: SmallDisk.canMount, "mounting a small disk needs root")
  }
}
