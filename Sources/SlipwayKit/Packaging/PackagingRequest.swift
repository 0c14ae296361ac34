import Archives
import Bytes
import FoundationEssentials

/// Packs a folder or file into an archive, reproducibly.
package struct PackagingRequest: Sendable {
  package var input: String
  /// Its extension says the format: .tar.zst, .tar.xz or .zip.
  package var output: String
  /// 0 (least effort) to 12 (smallest); the format's own middle when nil.
  package var compression: Int?

  package init(input: String, output: String, compression: Int? = nil) {
    self.input = input
    self.output = output
    self.compression = compression
  }

  /// What was made.
  package struct Result: Codable, Equatable, Sendable {
    package var file: String
    package var sha256: String
    /// Bytes.
    package var size: Int
  }

  /// Packs. The output appears whole, or not at all.
  ///
  /// - Throws: ``Failure`` for an extension that is no archive's, ``ArchiveError``, ``BytesError``.
  package func perform(invocation: Invocation) throws -> Result {
    guard let format = ArchiveFormat(path: output) else {
      throw Failure(
        .usage, "\(output) does not say which archive to make.",
        remedy: "End its name in \(ArchiveFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")).")
    }
    let epoch = try sourceDate(in: invocation.environment)
    let file = try AtomicFile(path: output)
    let name = URL(filePath: input).standardized.lastPathComponent
    try ArchiveWriter(format: format, level: compression ?? ArchiveWriter.defaultLevel, time: epoch)
      .write([ArchiveInput(path: input, name: name)], name: output, to: file)
    try file.commit()
    return Result(file: output, sha256: try FileDigests().sha256(of: output), size: file.count)
  }

  /// <https://reproducible-builds.org/specs/source-date-epoch/>
  private func sourceDate(in environment: [String: String]) throws -> Int? {
    guard let text = environment["SOURCE_DATE_EPOCH"] else { return nil }
    guard let seconds = Int(text), seconds >= 0 else {
      throw Failure(
        .inputUnreadable, "SOURCE_DATE_EPOCH is \(text), which is no number of seconds.",
        remedy: "Set it to the seconds since 1970, or unset it.")
    }
    return seconds
  }
}
