/// How far a running step is.
package struct StepProgress: Codable, Equatable, Sendable {
  /// In bytes, or in whatever `total` counts.
  package let completed: Int
  /// Nil when nobody knows.
  package let total: Int?
  /// What is going on, in a few words, such as `second attempt`.
  package let detail: String?

  package init(completed: Int, total: Int? = nil, detail: String? = nil) {
    self.completed = completed
    self.total = total
    self.detail = detail
  }
}
