import FieldTools
import Testing

@testable import Cryptography

extension Corpus {
  /// Apple's certificates in DER: authorities, and some that they issued.
  static let appleCertificates = Corpus("apple/certificates")
}

@Suite struct CertificateIssuerTests {
  private static func certificate(_ name: String) throws -> Certificate {
    try Certificate(der: Corpus.appleCertificates.bytes("\(name).cer"))
  }

  @Test(
    .needs(.appleCertificates),
    arguments: [
      ("apple-signed-apple-development", ["AppleWWDRCAG3"]),
      ("apple-signed-developer-id-application", ["DeveloperIDCA"]),
      ("AppleWWDRCAG3", ["AppleIncRootCertificate"]), ("AppleWWDRCAG6", ["AppleRootCA-G3"]),
      ("AppleIncRootCertificate", ["AppleIncRootCertificate"]), ("AppleISTCA2G1", []),
    ])
  func `finds an issuer by name, key and signature`(_ name: String, _ issuers: [String]) throws {
    let certificate = try Self.certificate(name)
    // Some of the files have damaged certificates.
    let found = Corpus.appleCertificates.files.map { String($0.dropLast(4)) }
      .filter { (try? Self.certificate($0)).map(certificate.isIssued) ?? false }
    #expect(found == issuers)
  }

  @Test(.needs(.appleCertificates))
  func `takes the issuer that signed where several have its name`() throws {
    let leaf = try Self.certificate("apple-signed-developer-id-application")
    let root = try Self.certificate("AppleIncRootCertificate")
    let issuer = try Self.certificate("DeveloperIDCA")
    // The same name over another key.
    let impostor = try Certificate.selfSigned(
      TestKeys.ec.get(), subject: issuer.subject, notBefore: issuer.notBefore, notAfter: issuer.notAfter)
    #expect(leaf.chain(from: [impostor, root, issuer]) == [leaf, issuer, root])
    #expect(leaf.chain(from: [impostor]) == [leaf, impostor])
    #expect(!leaf.isIssued(by: impostor))
  }

  @Test(.needs(.appleCertificates))
  func `reads what a certificate says about its issuer`() throws {
    let leaf = try Self.certificate("apple-signed-apple-distribution")
    #expect(leaf.issuerAddresses == ["http://certs.apple.com/wwdrg3.der"])
    #expect(leaf.authorityKeyIdentifier?.map { String($0, radix: 16) }.prefix(3) == ["9", "fe", "c0"])
    #expect(leaf.basicConstraints == (false, nil))
    let issuer = try Self.certificate("AppleWWDRCAG3")
    #expect(issuer.subjectKeyIdentifier == leaf.authorityKeyIdentifier)
    #expect(issuer.basicConstraints == (true, 0) && issuer.issuerAddresses == [])
    #expect(try Self.certificate("AppleIncRootCertificate").basicConstraints == (true, nil))
    let bare = try TestKeys.certificate(TestKeys.ec.get())
    #expect(bare.subjectKeyIdentifier == nil && bare.authorityKeyIdentifier == nil)
    #expect(bare.issuerAddresses.isEmpty && !bare.basicConstraints.isAuthority)
  }
}
