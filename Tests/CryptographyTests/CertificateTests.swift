import FieldTools
import Foundation
import Testing

@testable import Cryptography

@Suite struct CertificateTests {
  @Test func `makes a certificate for itself`() throws {
    let key = try TestKeys.ec.get()
    let certificate = try TestKeys.certificate(key)
    #expect(certificate.isSelfSigned)
    #expect(key.matches(certificate))
    #expect(certificate.subject.rfc2253 == #"CN=Slipway Test,O=Acme\, Inc.,C=DE"#)
    #expect(certificate.notBefore == Date(timeIntervalSince1970: 1_767_225_600))
    #expect(certificate.notAfter == Date(timeIntervalSince1970: 2_713_910_400))
    #expect(certificate.serial.count >= 1 && certificate.serial[0] < 0x80)
    #expect(try Certificate(der: certificate.der) == certificate)
    #expect(try !TestKeys.rsa.get().matches(certificate))
  }

  /// Neither is covered by a signature that anybody checks before the certificate is shown.
  @Test func `refuses another version and a second signature algorithm`() throws {
    let der = try TestKeys.certificate(TestKeys.ec.get()).der
    let version = try #require(der.firstRange(of: [0xa0, 3, 2, 1, 2]))
    // ecdsa-with-SHA256 outside becomes ecdsa-with-SHA384.
    let outside = try #require(der.ranges(of: ASN1.encodeObjectIdentifier("1.2.840.10045.4.3.2")).last)
    for place in [version.upperBound - 1, outside.upperBound - 1] {
      var changed = der
      changed[place] = 3
      let bytes = changed
      #expect(throws: CryptographyError.self) { try Certificate(der: bytes) }
    }
  }

  @Test(.needs(.openssl))
  func `openssl verifies a certificate made here`() throws {
    let folder = try TemporaryFolder()
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let pem = PEM.encode(try TestKeys.certificate(key).der, label: "CERTIFICATE")
      let file = try folder.write("certificate.pem", pem.utf8)
      let result = try Tool.openssl.run(["verify", "-attime", "1800000000", "-CAfile", file, file])
      #expect(result.status == 0, "\(result.text)")
    }
  }

  @Test(
    .needs(.apksig), .needs(.openssl),
    arguments: Corpus.keyPairs)
  func `reads what openssl reads`(name: String) throws {
    let certificate = try Corpus.apksig.certificate(name)
    let printed = try Tool.openssl.run([
      "x509", "-in", Corpus.apksig.path("\(name).x509.pem"), "-noout", "-subject", "-issuer", "-serial",
      "-dates",
      "-fingerprint", "-sha256", "-nameopt", "RFC2253", "-dateopt", "iso_8601",
    ])
    let format = ISO8601DateFormatter()
    let spaced = { (date: Date) in format.string(from: date).replacingOccurrences(of: "T", with: " ") }
    let serial = hexadecimal(certificate.serial.drop { $0 == 0 }).uppercased()
    let expected = [
      "subject=\(certificate.subject.rfc2253)", "issuer=\(certificate.issuer.rfc2253)", "serial=\(serial)",
      "notBefore=\(spaced(certificate.notBefore))", "notAfter=\(spaced(certificate.notAfter))",
    ]
    for line in expected { #expect(printed.text.contains(line + "\n"), "\(line) is not in \(printed.text)") }
    let digits = printed.text.replacingOccurrences(of: ":", with: "").lowercased()
    #expect(digits.contains("sha256 fingerprint=" + hexadecimal(certificate.sha256)))
    #expect(certificate.isSelfSigned == (certificate.subject == certificate.issuer))
  }

  /// A faulty maker wrote the modulus without its leading zero: a negative number.
  ///
  /// Android takes it as what was meant, and the certificate's bytes must stay as they are.
  @Test(.needs(.apksig))
  func `keeps the bytes of a certificate with a negative modulus`() throws {
    let bytes = try Corpus.apksig.bytes("rsa-2048_negmod.x509.der")
    let certificate = try Certificate(der: bytes)
    #expect(certificate.der == bytes)
    #expect(certificate.sha256 == Digest.hash(.sha256, bytes))
    #expect(certificate.keyAlgorithm == .rsa(bits: 2048))
    // 02 82 01 01 00: the modulus with its zero.
    let fixed = certificate.publicKeyInfo
    #expect(fixed.indices.contains { fixed[$0...].starts(with: [0x02, 0x82, 0x01, 0x01, 0x00]) })
    #expect(try PublicKey(publicKeyInfo: fixed).publicKeyInfo == fixed)
  }

  @Test func `knows where a moment stands`() throws {
    let certificate = try TestKeys.certificate(try TestKeys.ec.get())
    #expect(certificate.validity(at: certificate.notBefore - 1) == .notYetValid)
    #expect(certificate.validity(at: certificate.notBefore) == .valid)
    #expect(certificate.validity(at: certificate.notAfter) == .valid)
    #expect(certificate.validity(at: certificate.notAfter + 1) == .expired)
    #expect(certificate.daysLeft(at: certificate.notAfter - 86_400 * 3) == 3)
    #expect(certificate.daysLeft(at: certificate.notAfter + 1) == -1)
  }

  @Test(arguments: [
    ("491231235959Z", 2_524_607_999), ("500101000000Z", -631_152_000), ("000229120000Z", 951_825_600),
    ("9912312359Z", 946_684_740), ("240229120000+0100", 1_709_204_400),
  ])
  func `reads UTC times`(_ text: String, _ seconds: Int) throws {
    var reader = ASN1Reader(ASN1.encode(ASN1.utcTime, Array(text.utf8))[...], of: .certificate)
    #expect(try reader.time() == Date(timeIntervalSince1970: Double(seconds)))
  }

  @Test(arguments: [
    "", "Z", "2402291200", "241301000000Z", "24010100000Z", "240101000000Zx", "24010100000xZ",
  ])
  func `refuses what is no time`(_ text: String) {
    var reader = ASN1Reader(ASN1.encode(ASN1.utcTime, Array(text.utf8))[...], of: .certificate)
    #expect(throws: CryptographyError.malformed(structure: .certificate, offset: 0)) { try reader.time() }
  }

  @Test(arguments: [0, 951_782_400, 951_868_799, 2_524_607_999, 2_524_608_000, 253_402_300_799])
  func `writes times that it reads`(_ seconds: Int) throws {
    let date = Date(timeIntervalSince1970: Double(seconds))
    var reader = ASN1Reader(ASN1.encodeTime(date)[...], of: .certificate)
    #expect(try reader.time() == date)
  }

  @Test func `every truncation and every flipped byte is read or refused`() throws {
    let der = try TestKeys.certificate(try TestKeys.ec.get()).der
    for count in der.indices {
      #expect(throws: CryptographyError.self) { try Certificate(der: Array(der[..<count])) }
    }
    for index in der.indices {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = der
        changed[index] ^= mask
        if let certificate = try? Certificate(der: changed) { #expect(certificate.der == changed) }
      }
    }
  }

  @Test func `puts a chain in order, leaf first`() throws {
    let key = try TestKeys.ec.get()
    let leaf = try TestKeys.certificate(key)
    let other = try TestKeys.certificate(try TestKeys.rsa.get(), "Other")
    let text = [other, leaf].map { PEM.encode($0.der, label: "CERTIFICATE") }.joined(
      separator: "text between\n")
    let found = try Certificate.all(in: Array(text.utf8))
    #expect(found == [other, leaf])
    #expect(Certificate.chain(for: key, among: found) == [leaf])
    #expect(Certificate.chain(for: key, among: [other]) == nil)
  }
}
