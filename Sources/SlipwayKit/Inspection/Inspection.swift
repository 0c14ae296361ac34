import AndroidApps
import AppleApps
import Archives
package import Bytes
import Cryptography
import Releases

/// What a package says about itself, without a judgement.
///
/// Who signed it is what it says too: whether that holds is for verification.
package struct Inspection: Encodable, Equatable, Sendable {
  package var file: String
  package var sha256: String
  package var facts: AppFacts

  /// Reads a package's facts, and at the same time its digest.
  ///
  /// - Throws: ``BytesError``, ``ArchiveError``, ``AndroidError`` or ``AppleError`` when the file cannot be looked at.
  package static func of(_ path: String, workers: Workers) throws -> Inspection {
    if case .app(let contents) = try ArtifactContents(folder: path) {
      return Inspection(
        file: path, sha256: try FileDigests().sha256(ofTree: path),
        facts: .apple(try AppleFacts.read(contents)))
    }
    let source = try FileSource(path: path)
    let (facts, sha256) = try workers.both(
      { try Self.facts(of: source, name: path) }, { try FileDigests.sha256(of: source) })
    return Inspection(file: path, sha256: sha256, facts: facts)
  }

  private static func facts(of source: FileSource, name: String) throws -> AppFacts {
    switch try ArtifactContents(source, name: name) {
    case .android:
      let directory = try ZipDirectory(reading: source, name: name)
      return .android(try AndroidFacts.read(directory, signers: true, download: true))
    case .app(let contents): return .apple(try AppleFacts.read(contents, size: source.count))
    case .code(let file):
      return .apple(
        AppleFacts(
          platform: file.slices.first?.platform?.name, size: source.count,
          looseCode: [try CodeFacts(file, anchors: [])]))
    }
  }
}
