import Cryptography
import FieldTools
import FoundationEssentials
import Releases
import Testing

@testable import Credentials

extension Corpus {
  /// Apple's certificates in DER: authorities, and some that they issued.
  static let appleCertificates = Corpus("apple/certificates")

  func certificate(_ name: String) throws -> Certificate {
    try Certificate(der: [UInt8](Data(contentsOf: URL(filePath: path("\(name).cer")))))
  }
}

extension AppleAuthority {
  func certificate(_ name: String) throws -> Certificate { try Certificate.all(in: pem("\(name).pem"))[0] }
}

@Suite struct AppleCertificateKindTests {
  @Test(
    .needs(.appleCertificates),
    arguments: [
      ("apple-signed-apple-development", .development, .development),
      ("apple-signed-apple-distribution", .distribution, .distribution),
      ("apple-signed-developer-id-application", .developerIDApplication, .distribution),
      ("apple-signed-developer-id-installer", .developerIDInstaller, nil),
      ("apple-signed-3rd-party-mac", .macInstaller, nil),
      ("AppleWWDRCAG3", .unknown, nil), ("AppleIncRootCertificate", .unknown, nil),
    ] as [(String, AppleCertificateKind, Purpose?)])
  func `tells what Apple issued a certificate for`(
    _ name: String, _ kind: AppleCertificateKind, _ purpose: Purpose?
  ) throws {
    let certificate = try Corpus.appleCertificates.certificate(name)
    #expect(certificate.appleKind == kind && certificate.purpose(on: .ios) == purpose)
    guard name.hasPrefix("apple-signed") else { return }
    #expect(certificate.appleTeam == "MK22MZP987" && certificate.appleHolder == "Gregory Szorc")
  }

  @Test(.needs(.openssl))
  func `knows each kind by its marker, whatever the name says`() throws {
    let authority = try AppleAuthority.shared.get()
    #expect(try authority.certificate("development").appleKind == .development)
    #expect(try authority.certificate("distribution").appleKind == .distribution)
    let markers: [(String, AppleCertificateKind)] = [
      ("6.1.2", .development), ("6.1.12", .macDevelopment), ("6.1.4", .distribution), ("6.1.7", .macAppStore),
      ("6.1.8", .macInstaller), ("6.1.13", .developerIDApplication), ("6.1.14", .developerIDInstaller),
      ("6.1.18", .developerIDKernelExtension), ("6.1.3", .appStoreResigned), ("6.1.9", .macAppStoreResigned),
      ("6.1.25.1", .testFlight), ("6.1.16", .pass), ("6.1.17", .webPush), ("6.3.2", .push),
      ("6.1.5", .safariExtension), ("6.1.6", .vpn), ("6.1.99", .unknown),
    ]
    for (marker, kind) in markers {
      let made = try Tool.openssl.run([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "/dev/null",
        "-subj", "/CN=Apple Development: Jane Roe (A1B2C3D4E5)",
        "-addext", "1.2.840.113635.100.\(marker)=critical,DER:0500",
      ])
      #expect(try Certificate.all(in: made.bytes)[0].appleKind == kind, "\(marker) \(made.text)")
    }
  }

  @Test(arguments: [
    ("Apple Development: Jane Roe (A1B2C3D4E5)", "Jane Roe"),
    ("Apple Distribution: Roe (UK) Ltd: Apps (A1B2C3D4E5)", "Roe (UK) Ltd: Apps"),
    ("Jane Roe (A1B2C3D4E5)", nil), ("Apple Development: Jane Roe", nil), ("Apple: (A)", nil), ("(", nil),
    (": )", nil),
  ])
  func `reads whom a certificate was issued to`(_ name: String, _ holder: String?) throws {
    #expect(try TestIdentity([("CN", name)]).certificate.appleHolder == holder)
  }
}
