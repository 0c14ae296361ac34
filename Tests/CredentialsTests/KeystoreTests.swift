import Cryptography
import FieldTools
import Releases
import Testing

@testable import Credentials

@Suite struct KeystoreTests {
  private let secret = SecretBytes("secret")

  @Test(arguments: [nil, "acme", "ACME"])
  func `opens a PKCS 12 whatever its name`(alias: String?) throws {
    let made = try TestIdentity()
    let opened = try Keystore.open(try made.pkcs12(), origin: "acme.jks", alias: alias, password: secret)
    #expect(opened.aliases == ["acme"])
    #expect(opened.identity.name == "acme")
    #expect(opened.identity.chain == [made.certificate])
    #expect(opened.warnings.isEmpty)
  }

  @Test func `says what is wrong with a password or alias`() throws {
    let bytes = try TestIdentity().pkcs12()
    #expect(throws: CredentialError.wrongPassword(origin: "a.p12")) {
      try Keystore.open(bytes, origin: "a.p12", password: SecretBytes("wrong"))
    }
    #expect(throws: CredentialError.passwordNeeded(origin: "a.p12")) {
      try Keystore.open(bytes, origin: "a.p12", password: nil)
    }
    #expect(throws: CredentialError.noSuchAlias(origin: "a.p12", alias: "other", aliases: ["acme"])) {
      try Keystore.open(bytes, origin: "a.p12", alias: "other", password: secret)
    }
  }

  @Test(
    arguments: [[], Array("hello".utf8), [0x30, 0x00], Array("PK\u{3}\u{4}".utf8), [0x30, 0x82, 0x01]]
      as [[UInt8]])
  func `says what is no keystore`(bytes: [UInt8]) {
    #expect(throws: CredentialError.notAKeystore(origin: "x")) {
      try Keystore.open(bytes, origin: "x", password: secret)
    }
  }

  @Test func `says that a keystore is cut off`() throws {
    let bytes = Array(try TestIdentity().pkcs12().dropLast(100))
    #expect {
      try Keystore.open(bytes, origin: "cut.p12", password: secret)
    } throws: { error in
      if case .unreadable("cut.p12", .unreadable(.pkcs12, _))? = error as? CredentialError {
        true
      } else {
        false
      }
    }
  }

  @Test func `says when half of an identity is missing`() throws {
    let made = try TestIdentity()
    let other = try TestIdentity([("CN", "Other")])
    #expect(throws: CredentialError.keyWithoutCertificate(origin: "k.pk8", alias: nil)) {
      try Keystore.open(made.pk8(), origin: "k.pk8", password: nil)
    }
    #expect(throws: CredentialError.keyWithoutCertificate(origin: "k.pk8", alias: nil)) {
      try Keystore.open(made.pk8("x"), origin: "k.pk8", password: nil)
    }
    #expect(throws: CredentialError.keyWithoutCertificate(origin: "k.pem", alias: nil)) {
      try Keystore.open(Array(made.keyPEM().utf8), origin: "k.pem", password: nil)
    }
    #expect(throws: CredentialError.noPrivateKey(origin: "c.pem")) {
      try Keystore.open(Array(made.certificatePEM.utf8), origin: "c.pem", password: nil)
    }
    #expect(throws: CredentialError.noPrivateKey(origin: "c.der")) {
      try Keystore.open(made.certificate.der, origin: "c.der", password: nil)
    }
    #expect(throws: CredentialError.certificateDoesNotMatchKey(origin: "m.pem", subject: "CN=Other")) {
      try Keystore.open(Array((made.keyPEM() + other.certificatePEM).utf8), origin: "m.pem", password: nil)
    }
  }

  @Test func `opens PEM text with certificates in any order`() throws {
    let made = try TestIdentity()
    let other = try TestIdentity([("CN", "Other")])
    let text = try other.certificatePEM + made.keyPEM("secret") + made.certificatePEM
    for (password, keyPassword) in [
      (secret, nil), (nil, secret), (secret, SecretBytes("x")), (SecretBytes("x"), secret),
    ]
      as [(SecretBytes?, SecretBytes?)]
    {
      let opened = try Keystore.open(
        Array(text.utf8), origin: "keys/acme.pem", password: password, keyPassword: keyPassword)
      #expect(opened.identity.name == "acme")
      #expect(opened.identity.chain == [made.certificate])
    }
    #expect(throws: CredentialError.wrongPassword(origin: "acme.pem")) {
      try Keystore.open(Array(text.utf8), origin: "acme.pem", password: SecretBytes("wrong"))
    }
    #expect(throws: CredentialError.passwordNeeded(origin: "acme.pem")) {
      try Keystore.open(Array(text.utf8), origin: "acme.pem", password: nil)
    }
  }

  @Test func `opens a private key with its certificate beside it`() throws {
    let made = try TestIdentity()
    let certificates = [made.certificate.der, Array(made.certificatePEM.utf8)]
    let keys = try [
      (made.pk8(), nil), (made.pk8("secret"), secret), (Array(made.keyPEM("secret").utf8), secret),
    ]
    for (key, password) in keys as [([UInt8], SecretBytes?)] {
      for certificate in certificates {
        let identity = try Keystore.open(
          privateKey: key, keyOrigin: "keys/release.pk8", certificate: certificate,
          certificateOrigin: "keys/release.x509.pem", password: password)
        #expect(identity.name == "release" && identity.chain == [made.certificate])
      }
    }
    func open(_ key: [UInt8], _ certificate: [UInt8], _ password: SecretBytes? = nil) throws {
      _ = try Keystore.open(
        privateKey: key, keyOrigin: "k", certificate: certificate, certificateOrigin: "c", password: password)
    }
    let other = try TestIdentity([("CN", "Other")]).certificate.der
    #expect(throws: CredentialError.certificateDoesNotMatchKey(origin: "c", subject: "CN=Other")) {
      try open(made.pk8(), other)
    }
    #expect(throws: CredentialError.wrongPassword(origin: "k")) {
      try open(made.pk8("secret"), certificates[0], SecretBytes("x"))
    }
    #expect(throws: CredentialError.noPrivateKey(origin: "k")) { try open(certificates[1], certificates[0]) }
    #expect(throws: CredentialError.noPrivateKey(origin: "k")) { try open(Array("x".utf8), certificates[0]) }
    #expect(throws: CredentialError.keyWithoutCertificate(origin: "c", alias: nil)) {
      try open(made.pk8(), Array(made.keyPEM().utf8))
    }
  }

  @Test(.needs(.keytool))
  func `chooses among several aliases of a store that keytool made`() throws {
    let folder = try TemporaryFolder()
    for alias in ["red", "blue"] {
      let made = try Tool.keytool.run(
        [
          "-genkeypair", "-keystore", "brands.jks", "-storepass", "secret", "-alias", alias, "-dname",
          "CN=\(alias)",
          "-keyalg", "EC", "-groupname", "secp256r1",
        ], in: folder.path)
      #expect(made.status == 0, "\(made.text)")
    }
    let bytes = try folder.read("brands.jks")
    let opened = try Keystore.open(bytes, origin: "brands.jks", alias: "Red", password: secret)
    #expect(opened.identity.certificate.subject.rfc2253 == "CN=red")
    #expect(opened.aliases == ["red", "blue"])
    #expect(throws: CredentialError.aliasNeeded(origin: "brands.jks", aliases: ["red", "blue"])) {
      try Keystore.open(bytes, origin: "brands.jks", password: secret)
    }
    #expect(
      throws: CredentialError.noSuchAlias(origin: "brands.jks", alias: "green", aliases: ["red", "blue"])
    ) {
      try Keystore.open(bytes, origin: "brands.jks", alias: "green", password: secret)
    }
  }

  @Test(.needs(.keytool))
  func `warns of a store that Java 8 made`() throws {
    let folder = try TemporaryFolder()
    try Tool.keytool.run(
      [
        "-J-Dkeystore.pkcs12.legacy", "-genkeypair", "-keystore", "old.p12", "-storetype", "pkcs12",
        "-storepass",
        "secret", "-alias", "a", "-dname", "CN=a", "-keyalg", "RSA",
      ], in: folder.path)
    let opened = try Keystore.open(folder.read("old.p12"), origin: "old.p12", password: secret)
    let warning = Finding(
      "legacy-keystore-encryption", .warning, at: "old.p12", ["keystore": "old.p12", "type": "PKCS12"])
    #expect(opened.warnings == [warning])
    #expect(warning.explained.message.hasPrefix("old.p12 is protected with RC2"))
  }
}
