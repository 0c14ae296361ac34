import FieldTools
import FoundationEssentials

@testable import Cryptography

extension Corpus {
  /// The names of apksig's that have both a `.pk8` and a `.x509.pem`.
  static let keyPairs = apksig.files.filter { $0.hasSuffix(".pk8") }.map { String($0.dropLast(4)) }
    .filter { apksig.files.contains("\($0).x509.pem") }

  func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(file))))
  }

  func key(_ name: String) throws -> PrivateKey {
    try PrivateKey(der: bytes("\(name).pk8"))
  }

  func certificate(_ name: String) throws -> Certificate {
    try Certificate.all(in: bytes("\(name).x509.pem"))[0]
  }
}
