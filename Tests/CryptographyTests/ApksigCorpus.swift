import Foundation

@testable import Cryptography

/// Google's apksig test keys and certificates.
///
/// They lie beside the project; without them tests are skipped.
enum ApksigCorpus {
  static let folder = "\(projectRoot)/../shared/corpora/apksig"

  /// The names that have both a `.pk8` and a `.x509.pem`.
  static let pairs: [String] = names.filter { $0.hasSuffix(".pk8") }.map { String($0.dropLast(4)) }
    .filter { names.contains("\($0).x509.pem") }

  static var isThere: Bool { !pairs.isEmpty }

  static func key(_ name: String) throws -> PrivateKey {
    try PrivateKey(der: readFile("\(folder)/\(name).pk8"))
  }

  static func certificate(_ name: String) throws -> Certificate {
    try Certificate.all(in: readFile("\(folder)/\(name).x509.pem"))[0]
  }

  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

  private static var projectRoot: String {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  }
}
