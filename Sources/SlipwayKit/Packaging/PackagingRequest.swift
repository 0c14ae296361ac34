import Archives
package import Bytes
import FoundationEssentials
import Releases

/// Packs a folder or file into an archive, or an app's files into a package, reproducibly.
///
/// The debug symbols beside an app that Xcode archived become an archive of their own.
package struct PackagingRequest: Sendable {
  package var input: String
  /// Its extension says the format: .tar.zst, .tar.xz or .zip; .apk, .aab or .ipa for an app.
  package var output: String
  /// 0 (least effort) to 12 (smallest); the format's own middle when nil.
  package var compression: Int?
  /// Whether debug symbols are packed, where there are any.
  package var packsSymbols: Bool

  package init(input: String, output: String, compression: Int? = nil, packsSymbols: Bool = true) {
    self.input = input
    self.output = output
    self.compression = compression
    self.packsSymbols = packsSymbols
  }

  /// A file that was made.
  package struct File: Codable, Equatable, Sendable {
    package var file: String
    package var sha256: String
    /// Bytes.
    package var size: Int

    package init(file: String, sha256: String, size: Int) {
      self.file = file
      self.sha256 = sha256
      self.size = size
    }
  }

  /// What was made.
  package struct Result: Codable, Equatable, Sendable {
    package var file: String
    package var sha256: String
    /// Bytes.
    package var size: Int
    /// The debug symbols, `X.dSYMs.zip` beside an `X.ipa`; nil where there are none.
    package var symbols: File?
  }

  /// Packs.
  ///
  /// The output appears whole, or not at all, and behind what belongs to it.
  ///
  /// - Throws: ``Failure`` for an extension that is no archive's or package's, ``ArchiveError``, ``AndroidError``,
  ///   ``AppleError``, ``BytesError``.
  package func perform(invocation: Invocation, workers: Workers) throws -> Result {
    let archive = ArchiveFormat(path: output)
    guard archive != nil || isPackage else {
      let known = ArchiveFormat.allCases.map(\.rawValue) + [PackageFormat.apk, .aab, .ipa].map(\.rawValue)
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
    let symbols = archive == nil ? try symbolsFile() : nil
    let sha256 = try FileDigests.sha256(of: file)
    try symbols?.file.commit(remakableFrom: input)
    try file.commit(remakableFrom: input)
    return Result(file: output, sha256: sha256, size: file.count, symbols: symbols?.made)
  }

  private var isPackage: Bool { [".apk", ".aab", ".ipa"].contains { output.lowercased().hasSuffix($0) } }

  /// The symbols in a file that is not committed, where there are any.
  private func symbolsFile() throws -> (file: AtomicFile, made: File)? {
    guard packsSymbols, let symbols = try Payload.symbols(of: input) else { return nil }
    let name = "\(output.dropLast(4)).\(DebugSymbols.name).zip"
    let file = try AtomicFile(path: name)
    try symbols.pack(to: file, name: name, level: compression)
    return (file, File(file: name, sha256: try FileDigests.sha256(of: file), size: file.count))
  }

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
