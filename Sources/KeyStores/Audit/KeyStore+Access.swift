package import struct FoundationEssentials.Date

/// A time during which a secret was encrypted to somebody.
package struct AccessSpan: Equatable, Sendable {
  package let chapter: StoreFolder.Chapter
  /// Of the key or credential, as it was called then.
  package let name: String
  package let since: Date
  /// Nil when it still is.
  package var until: Date?
  /// The last generation that they could read.
  package var generation: Int
  /// Whether what they may have kept still is the secret, since it was not rotated.
  package var isExposed = false
}

extension KeyStore {
  /// Everything that a name ever had access to, oldest first, as the audit tells it.
  ///
  /// Two people who had the name one after the other are not told apart.
  package func access(of name: String) -> [AccessSpan] {
    var spans: [AccessSpan] = []
    /// The places to which they have access, with the index of the span.
    var open: [String: Int] = [:]
    for step in audit.chronicle {
      guard let mark = step.mark,
        let chapter = mark.place.split(separator: "/").first.flatMap({
          StoreFolder.Chapter(rawValue: String($0))
        })
      else { continue }
      switch (open[mark.place], !mark.isRemoval && step.recipients?.contains(name) == true) {
      case (let index?, true): spans[index].generation = mark.generation
      case (let index?, false):
        spans[index].until = step.at
        open[mark.place] = nil
      case (nil, true):
        open[mark.place] = spans.count
        spans.append(
          AccessSpan(
            chapter: chapter, name: mark.name, since: step.at, until: nil, generation: mark.generation))
      case (nil, false): break
      }
    }
    for index in spans.indices where spans[index].until != nil {
      let entry = entries.first { $0.chapter == spans[index].chapter && $0.name == spans[index].name }
      spans[index].isExposed = entry?.exposed.contains { $0.to == name } ?? false
    }
    return spans
  }
}
