import Cryptography
import Foundation

@testable import Credentials

/// Identities made for a test.
struct TestIdentity {
  let key: PrivateKey
  let certificate: Certificate

  static let debugSubject = [("C", "US"), ("O", "Android"), ("CN", "Android Debug")]

  init(_ subject: [(String, String)] = [("O", "Acme"), ("CN", "Acme Upload")]) throws {
    key = try PrivateKey.generateEC(curve: "P-256")
    certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName(subject.map { (type: $0.0, value: $0.1) }),
      notBefore: Date(timeIntervalSince1970: 1_767_225_600),
      notAfter: Date(timeIntervalSince1970: 2_713_910_400))
  }

  var identity: SigningIdentity {
    get throws {
      try SigningIdentity(name: "acme", key: key, certificates: [certificate], origin: "acme.p12")
    }
  }

  func pkcs12(_ name: String = "acme", password: String = "secret") throws -> [UInt8] {
    try PKCS12.write(key: key, chain: [certificate], name: name, password: SecretBytes(password))
  }

  /// PKCS#8 in DER.
  func pk8(_ password: String? = nil) throws -> [UInt8] {
    try key.pkcs8(encryptedWith: password.map { SecretBytes($0) }).withBytes { Array($0) }
  }

  /// A private key in PEM.
  func keyPEM(_ password: String? = nil) throws -> String {
    PEM.encode(try pk8(password), label: password == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY")
  }

  var certificatePEM: String { PEM.encode(certificate.der, label: "CERTIFICATE") }
}
