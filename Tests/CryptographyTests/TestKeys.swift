import Foundation

@testable import Cryptography

/// Keys made once per test run.
enum TestKeys {
  static let rsa = Result { try PrivateKey.generateRSA(bits: 2048) }
  static let ec = Result { try PrivateKey.generateEC(curve: "P-256") }

  /// A certificate of the key for itself, valid from 2026 for 30 years.
  static func certificate(_ key: PrivateKey, _ name: String = "Slipway Test") throws -> Certificate {
    try Certificate.selfSigned(
      key, subject: DistinguishedName([("C", "DE"), ("O", "Acme, Inc."), ("CN", name)]),
      notBefore: Date(timeIntervalSince1970: 1_767_225_600),
      notAfter: Date(timeIntervalSince1970: 2_713_910_400))
  }
}
