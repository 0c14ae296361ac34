import Credentials
import Cryptography
import Foundation
import Testing

/// Keys made once for all tests of a run.
enum AndroidKeys: String, CaseIterable, Sendable {
  case rsa2048 = "RSA 2048"
  case rsa4096 = "RSA 4096"
  case p256 = "EC P-256"
  case p384 = "EC P-384"

  var isEC: Bool { self == .p256 || self == .p384 }

  func identity() throws -> SigningIdentity { try #require(Self.identities[self]).get() }

  private static let identities: [AndroidKeys: Result<SigningIdentity, any Error>] = Dictionary(
    uniqueKeysWithValues: allCases.map { kind in (kind, Result { try kind.make() }) })

  private func make() throws -> SigningIdentity {
    let key =
      switch self {
      case .rsa2048: try PrivateKey.generateRSA(bits: 2048)
      case .rsa4096: try PrivateKey.generateRSA(bits: 4096)
      case .p256: try PrivateKey.generateEC(curve: "P-256")
      case .p384: try PrivateKey.generateEC(curve: "P-384")
      }
    let certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName([("CN", "Release \(rawValue)"), ("O", "Acme"), ("C", "DE")]),
      notBefore: Date(timeIntervalSince1970: 1_700_000_000),
      notAfter: Date(timeIntervalSince1970: 2_900_000_000))
    return try SigningIdentity(name: rawValue, key: key, certificates: [certificate], origin: "the test")
  }
}
