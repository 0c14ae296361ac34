/// What a finished step leaves behind: its files with their digests, and what its runner wants to know again.
package struct StepRecord: Codable, Equatable, Sendable {
  /// A file that a step made.
  package struct Output: Codable, Equatable, Sendable {
    /// Absolute.
    package let path: String
    /// Lower-case hexadecimal.
    package let sha256: String
    /// In bytes.
    package let size: Int

    package init(path: String, sha256: String, size: Int) {
      self.path = path
      self.sha256 = sha256
      self.size = size
    }
  }

  package let outputs: [Output]
  /// JSON of the runner's own, such as findings or a receipt; empty when there is nothing to say.
  ///
  /// Never a secret: it is kept in the journal and shown in events.
  package let payload: [UInt8]

  package init(outputs: [Output] = [], payload: [UInt8] = []) {
    self.outputs = outputs
    self.payload = payload
  }
}
