package import AndroidApps
import Archives
package import Bytes
import Cryptography
import Releases

/// What a package says about itself, without a judgement.
///
/// Who signed it is what it says too: whether that holds is for verification.
package struct Inspection: Codable, Equatable, Sendable {
  package var file: String
  package var sha256: String
  package var facts: AndroidFacts

  /// Reads a package's facts, and at the same time its digest.
  ///
  /// - Throws: ``BytesError``, ``ArchiveError`` or ``AndroidError`` when the file cannot be looked at.
  package static func of(_ path: String, workers: Workers) throws -> Inspection {
    let source = try FileSource(path: path)
    let directory = try ZipDirectory(reading: source, name: path)
    let (facts, sha256) = try workers.both(
      { try AndroidFacts.read(directory, signers: true, download: true) }, { try Self.sha256(of: source) })
    return Inspection(file: path, sha256: sha256, facts: facts)
  }

  private static func sha256(of source: FileSource) throws -> String {
    var digest = Digest(.sha256)
    try source.forEachBuffer(in: 0..<source.count, size: 1 << 20) { digest.update($0) }
    return digest.finish().hex
  }
}
