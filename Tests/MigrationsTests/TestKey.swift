import Credentials
import Cryptography
import FieldTools
import Foundation
import Releases
import Testing

@testable import Migrations

/// A key made for a test.
struct TestKey {
  let key: PrivateKey
  let certificate: Certificate

  init(_ key: PrivateKey, _ certificate: Certificate) {
    self.key = key
    self.certificate = certificate
  }

  /// An Android key with a certificate that it signed itself.
  static func android(_ name: String = "Acme Upload") throws -> TestKey {
    try selfSigned([("O", "Acme"), ("CN", name)])
  }

  static func androidDebug() throws -> TestKey {
    try selfSigned([("C", "US"), ("O", "Android"), ("CN", "Android Debug")])
  }

  /// One of the authority's: `development` or `distribution`.
  static func apple(_ name: String = "distribution") throws -> TestKey {
    let authority = try AppleAuthority.shared.get()
    return TestKey(
      try PrivateKey(pem: authority.pem("\(name).key")),
      try Certificate.all(in: authority.pem("\(name).pem"))[0])
  }

  private static func selfSigned(_ subject: [(String, String)]) throws -> TestKey {
    let key = try PrivateKey.generateEC(curve: "P-256")
    return TestKey(
      key,
      try Certificate.selfSigned(
        key, subject: DistinguishedName(subject.map { (type: $0.0, value: $0.1) }),
        notBefore: Date(timeIntervalSince1970: 1_767_225_600),
        notAfter: Date(timeIntervalSince1970: 2_713_910_400)))
  }

  /// A key whose certificate has one of Apple's markers: the end of its identifier, such as `6.1.13`.
  static func marked(_ marker: String) throws -> TestKey {
    let folder = try TemporaryFolder()
    let outcome = try Tool.openssl.run(
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "key.pem",
        "-out", "certificate.pem", "-subj", "/CN=Marked \(marker)/OU=ABCDE12345", "-addext",
        "1.2.840.113635.100.\(marker)=DER:0500",
      ], in: folder.path)
    try #require(outcome.status == 0, "\(outcome.text)")
    return TestKey(
      try PrivateKey(pem: folder.read("key.pem")), try Certificate.all(in: folder.read("certificate.pem"))[0])
  }

  func pkcs12(_ alias: String = "acme", password: String = "secret") throws -> [UInt8] {
    try PKCS12.write(key: key, chain: [certificate], name: alias, password: SecretBytes(password))
  }

  func pem(password: String? = nil) throws -> [UInt8] {
    let der = try key.pkcs8(encryptedWith: password.map { SecretBytes($0) }).withBytes { Array($0) }
    return Array(
      PEM.encode(der, label: password == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY").utf8)
  }

  func exported(
    _ name: String, platform: Platform = .android, purpose: Purpose = .distribution,
    alias: String = "acme", password: String = "secret", profiles: [[UInt8]] = []
  ) throws -> ExportedKey {
    ExportedKey(
      name: name, platform: platform, purpose: purpose,
      identity: try SigningIdentity(name: alias, key: key, certificates: [certificate], origin: name),
      alias: alias, password: SecretBytes(password),
      profiles: try profiles.map { try ProvisioningProfile($0, origin: name) })
  }

  /// A profile for a bundle identifier with the certificate of the authority's distribution or development key.
  static func profile(_ bundleID: String = "com.example.fixture", _ certificate: String = "distribution")
    throws
    -> [UInt8]
  {
    var profile = AppleAuthority.Profile()
    profile.bundleID = bundleID
    profile.certificate = certificate
    profile.name = "Fixture \(bundleID)"
    return try AppleAuthority.shared.get().profile(profile)
  }
}

extension Migration {
  /// The certificates of the keys by the keys' names, opened as the material says.
  func opened() throws -> [String: Certificate] {
    var certificates: [String: Certificate] = [:]
    for key in keys {
      if let identity = try key.material.open() { certificates[key.name] = identity.certificate }
    }
    return certificates
  }
}
