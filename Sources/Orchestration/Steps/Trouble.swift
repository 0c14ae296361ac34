/// An error in words, as the caller of a run puts it.
package struct Trouble: Codable, Equatable, Sendable {
  /// One sentence that names the offender.
  package let message: String
  package let remedy: String?
  /// The exit status it would give alone.
  package let status: Int32

  package init(message: String, remedy: String?, status: Int32) {
    self.message = message
    self.remedy = remedy
    self.status = status
  }
}
