/// Why bytes are no property list.
package enum PropertyListError: Error, Equatable, Sendable {
  /// Neither of the two forms.
  case notAPropertyList
  /// `offset` counts bytes from the start.
  case malformed(what: String, offset: Int)
  /// More levels, elements or bytes than Slipway reads.
  case tooLarge(what: String, limit: Int)
}
