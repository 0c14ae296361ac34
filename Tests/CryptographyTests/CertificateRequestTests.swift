import FieldTools
import Foundation
import Testing

@testable import Cryptography

@Suite struct CertificateRequestTests {
  @Test(.needs(.openssl), arguments: ["RSA", "P-256", "P-384", "P-521"])
  func `openssl verifies the request`(kind: String) throws {
    let key = try kind == "RSA" ? TestKeys.rsa.get() : PrivateKey.generateEC(curve: kind)
    let subject = DistinguishedName([("emailAddress", "jane@example.com"), ("CN", "Jäne Roe"), ("C", "DE")])
    let request = try CertificateRequest.make(key: key, subject: subject)
    let folder = try TemporaryFolder()
    try folder.write("request.pem", request.pem.utf8)
    try folder.write("request.der", request.der)
    for options in [["-in", "request.pem"], ["-in", "request.der", "-inform", "DER"]] {
      let outcome = try Tool.openssl.run(
        ["req", "-verify", "-noout", "-text", "-nameopt", "RFC2253,utf8"] + options, in: folder.path)
      #expect(outcome.status == 0 && outcome.text.contains("verify OK"), "\(outcome.text)")
      #expect(outcome.text.contains("C=DE,CN=J\\C3\\A4ne Roe") || outcome.text.contains("C=DE,CN=Jäne Roe"))
      #expect(outcome.text.contains(kind == "RSA" ? "sha256WithRSAEncryption" : "ecdsa-with-SHA256"))
    }
    let publicKey = try Tool.openssl.run(
      ["req", "-in", "request.pem", "-noout", "-pubkey"], in: folder.path)
    #expect(publicKey.text == PEM.encode(key.publicKeyInfo, label: "PUBLIC KEY"))
  }

  @Test func `a key that cannot sign asks for nothing`() throws {
    let seed: [UInt8] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]
    let key = try PrivateKey(der: seed + [UInt8](repeating: 7, count: 32))
    #expect(throws: CryptographyError.keyCannotSign(key: .ed25519, signature: .rsaPKCS1(.sha256))) {
      try CertificateRequest.make(key: key, subject: DistinguishedName([("CN", "x")]))
    }
  }

  @Test func `random passwords differ and need no quoting`() throws {
    let passwords = try (0..<200).map { _ in
      try RandomPassword.make().withBytes { String(decoding: $0, as: UTF8.self) }
    }
    #expect(Set(passwords).count == 200)
    #expect(
      passwords.allSatisfy { $0.utf8.count == 24 && $0.utf8.allSatisfy(RandomPassword.alphabet.contains) })
    // Every character comes up: of 4,800 none is missing by chance.
    #expect(Set(passwords.joined().utf8) == Set(RandomPassword.alphabet))
    #expect(Double(RandomPassword.alphabet.count) > 40.4, "24 of them are less than 128 bits")
  }
}
