package import struct FoundationEssentials.Date

/// What a destination answered, with the digest of what it was given.
package struct Receipt: Codable, Equatable, Sendable {
  /// Whether bytes went over, or the destination had them.
  package enum Outcome: String, Codable, Sendable {
    case delivered
    /// The destination held the same bytes under the same name before.
    case alreadyThere = "already-there"
  }

  /// The destination's kind and place, for people: `directory dist`.
  package var destination: String
  package var outcome: Outcome
  /// The HTTP status of the answer that settled it; nil where there is none.
  package var status: Int?
  /// Where the artifact can be found now: a path or a URL without secrets.
  package var location: String
  /// The address of the page from which devices install the artifact; nil where there is none.
  package var page: String?
  /// The digest of the bytes the destination holds: 64 lower-case hexadecimal digits.
  package var sha256: String
  /// Bytes.
  package var size: Int
  package var time: Date

  package init(
    destination: String, outcome: Outcome, status: Int? = nil, location: String, page: String? = nil,
    sha256: String, size: Int, time: Date
  ) {
    self.destination = destination
    self.outcome = outcome
    self.status = status
    self.location = location
    self.page = page
    self.sha256 = sha256
    self.size = size
    self.time = time
  }
}
