/// Why bytes could not be read or written.
package enum BytesError: Error, Equatable, Sendable {
  case notFound(path: String)
  /// The file is there and may not be opened or is no regular file. `reason` is the system's.
  case notReadable(path: String, reason: String)
  /// The file or its folder may not be written. `reason` is the system's.
  case notWritable(path: String, reason: String)
  /// The source ended before the bytes asked for. Offsets and counts are bytes.
  case truncated(path: String, offset: Int, wanted: Int)
  /// The disk, or the user's share of it, is full.
  case noSpace(path: String)
  /// The name is taken, and replacing was not asked for.
  case exists(path: String)
  /// Reading or writing failed half-way. `reason` is the system's.
  case inputOutput(path: String, operation: String, reason: String)
}
