import Archives
package import Bytes
import FoundationEssentials
import Releases

/// Packs a folder or file into an archive, or an app's files into a package, reproducibly.
package struct PackagingRequest: Sendable {
  package var input: String
  /// Its extension says the format: .tar.zst, .tar.xz or .zip; .apk or .aab for an app.
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

  /// Packs.
  ///
  /// The output appears whole, or not at all.
  ///
  /// - Throws: ``Failure`` for an extension that is no archive's or package's, ``ArchiveError``, ``AndroidError``,
  ///   ``BytesError``.
  package func perform(invocation: Invocation, workers: Workers) throws -> Result {
    let archive = ArchiveFormat(path: output)
    guard archive != nil || isPackage else {
      let known = ArchiveFormat.allCases.map(\.rawValue) + [PackageFormat.apk, .aab].map(\.rawValue)
      throw Failure(
        .usage, "\(output) does not say what to make.",
        remedy: "End its name in one of \(known.map { "." + $0 }.joined(separator: ", ")).")
    }
    let epoch = try sourceDate(in: invocation.environment)
    let file = try AtomicFile(path: output)
    if let archive {
      let name = URL(filePath: input).standardized.lastPathComponent
      try ArchiveWriter(format: archive, level: compression ?? ArchiveWriter.defaultLevel, time: epoch)
        .write([ArchiveInput(path: input, name: name)], name: output, to: file)
    } else {
      try writePackage(to: file, workers: workers)
    }
    try file.commit()
    return Result(file: output, sha256: try FileDigests().sha256(of: output), size: file.count)
  }

  private var isPackage: Bool { [".apk", ".aab"].contains { output.lowercased().hasSuffix($0) } }

  private func writePackage(to file: AtomicFile, workers: Workers) throws {
    let payload = try Payload.read(input, workers: workers)
    guard output.lowercased().hasSuffix("." + payload.format.rawValue) else {
      throw Failure(
        .inputUnreadable,
        "\(input) is an \(payload.format.rawValue), and \(output) is to be another kind of package.",
        remedy: "Name the output .\(payload.format.rawValue), or build the other kind.")
    }
    try Payload.putTogether(input, form: payload.form, in: file, level: compression, workers: workers)
  }

  /// The time of all entries, as <https://reproducible-builds.org/specs/source-date-epoch/> has it.
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
