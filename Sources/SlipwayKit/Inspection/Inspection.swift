package import AndroidApps
package import Bytes
import Releases

/// What a package says about itself, without a judgement.
package struct Inspection: Codable, Equatable, Sendable {
  package var file: String
  package var sha256: String
  package var facts: AndroidFacts

  /// Reads a package's facts, its signatures included.
  ///
  /// - Throws: ``BytesError`` or ``AndroidError`` when the file cannot be looked at.
  package static func of(_ path: String, workers: Workers) throws -> Inspection {
    let verification = try AndroidVerifier.verify(
      FileSource(path: path), name: path, minSDK: nil, maxSDK: nil, workers: workers)
    return Inspection(file: path, sha256: verification.sha256, facts: verification.facts)
  }
}
