import FieldTools
import Testing

@testable import Cryptography

@Suite struct SignedDataTests {
  static let content = Array("Signature-Version: 1.0\r\nCreated-By: 1.0 (Android)\r\n\r\n".utf8)

  @Test(arguments: [HashAlgorithm.sha1, .sha256, .sha512])
  func `verifies the blocks it makes`(hash: HashAlgorithm) throws {
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let certificate = try TestKeys.certificate(key)
      let issuer = try TestKeys.certificate(key, "Issuer")
      let block = try SignedData.jarSignature(
        of: Self.content, key: key, chain: [certificate, issuer], hash: hash)
      let signed = try SignedData(der: block)
      #expect(signed.version == 1 && signed.content == nil && signed.contentType == SignedData.dataType)
      #expect(Set(signed.certificates) == [certificate, issuer])
      let verdict = try #require(signed.verify(detachedContent: Self.content).first)
      #expect(verdict.problem == nil)
      #expect(verdict.certificate == certificate)
      #expect(verdict.algorithm == SignatureAlgorithm(key.algorithm, hash))
      #expect(verdict.signer.signedAttributes == nil)
      #expect(signed.verify(detachedContent: Self.content + [0]).map(\.problem) == [.signatureInvalid])
    }
  }

  @Test func `refuses to sign with another's certificate`() throws {
    let certificate = try TestKeys.certificate(try TestKeys.ec.get())
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: certificate.subject.rfc2253)) {
      try SignedData.jarSignature(of: [], key: TestKeys.rsa.get(), chain: [certificate], hash: .sha256)
    }
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: "")) {
      try SignedData.jarSignature(of: [], key: TestKeys.rsa.get(), chain: [], hash: .sha256)
    }
  }

  /// The golden APKs were signed by apksig; PKCS#1 signatures do not vary, so every byte must be the same.
  @Test(
    .needs(.apksig), .needs(.unzip),
    arguments: [
      "golden-rsa-out", "golden-rsa-minSdkVersion-1-out", "golden-aligned-out",
      "golden-legacy-aligned-v1v2-out",
    ])
  func `makes apksig's block, byte for byte`(name: String) throws {
    func entry(_ suffix: String) throws -> [UInt8] {
      try Tool.unzip.run(["-p", Corpus.apksig.path("\(name).apk"), "META-INF/*.\(suffix)"]).bytes
    }
    let golden = try entry("RSA")
    let signer = try #require(SignedData(der: golden).signers.first)
    let hash = try #require(HashAlgorithm(objectIdentifier: signer.digestAlgorithm.objectIdentifier))
    let key = try Corpus.apksig.key("rsa-2048")
    let chain = [try Corpus.apksig.certificate("rsa-2048")]
    #expect(try SignedData.jarSignature(of: entry("SF"), key: key, chain: chain, hash: hash) == golden)
  }

  @Test(.needs(.openssl), arguments: [true, false])
  func `reads and verifies what openssl signs`(hasAttributes: Bool) throws {
    let folder = try TemporaryFolder()
    let content = try folder.write("content", Self.content)
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let certificate = try TestKeys.certificate(key)
      let plain = try key.pkcs8().withBytes { PEM.encode(Array($0), label: "PRIVATE KEY") }
      let keyFile = try folder.write("key.pem", plain.utf8)
      let certificateFile = try folder.write(
        "certificate.pem", PEM.encode(certificate.der, label: "CERTIFICATE").utf8)
      let signed = try Tool.openssl.run(
        [
          "cms", "-sign", "-binary", "-in", content, "-signer", certificateFile, "-inkey", keyFile,
          "-outform", "DER",
        ]
          + (hasAttributes ? [] : ["-noattr"]))
      let verdicts = try SignedData(der: signed.bytes).verify(detachedContent: Self.content)
      #expect(verdicts.map(\.problem) == [nil], "\(signed.text)")
      #expect((verdicts.first?.signer.signedAttributes != nil) == hasAttributes)
      let other = try SignedData(der: signed.bytes).verify(detachedContent: [1])
      #expect(other.map(\.problem) == [hasAttributes ? .messageDigestMismatch : .signatureInvalid])
    }
  }

  @Test(.needs(.openssl))
  func `openssl verifies what is signed here`() throws {
    let folder = try TemporaryFolder()
    let content = try folder.write("content", Self.content)
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let certificate = try TestKeys.certificate(key)
      let block = try SignedData.jarSignature(of: Self.content, key: key, chain: [certificate], hash: .sha256)
      let file = try folder.write("block", block)
      let result = try Tool.openssl.run([
        "cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-content", content, "-noverify", "-out",
        "/dev/null",
      ])
      #expect(result.status == 0, "\(result.text)")
    }
  }

  @Test func `tells why a signature does not hold`() throws {
    let key = try TestKeys.rsa.get()
    let block = try SignedData.jarSignature(
      of: Self.content, key: key, chain: [TestKeys.certificate(key)], hash: .sha256)
    func problem(_ find: [UInt8], _ replace: [UInt8], last: Bool = false) throws -> SignerVerdict.Problem? {
      var changed = block
      let places = changed.indices.filter { changed[$0...].starts(with: find) }
      let place = try #require(last ? places.last : places.first)
      changed.replaceSubrange(place..<place + find.count, with: replace)
      return try SignedData(der: changed).verify(detachedContent: Self.content)[0].problem
    }
    let sha256 = ASN1.encodeObjectIdentifier(HashAlgorithm.sha256.objectIdentifier)
    let sha3 = ASN1.encodeObjectIdentifier("2.16.840.1.101.3.4.2.8")
    #expect(try problem(sha256, sha3, last: true) == .unsupportedDigest("2.16.840.1.101.3.4.2.8"))
    let rsa = ASN1.encodeObjectIdentifier(KeyAlgorithm.rsaIdentifier)
    let other = ASN1.encodeObjectIdentifier("1.2.840.113549.1.1.99")
    #expect(try problem(rsa, other, last: true) == .unsupportedSignature("1.2.840.113549.1.1.99"))
    let name = Array("Slipway Test".utf8)
    #expect(try problem(name, Array("Slipway Pest".utf8), last: true) == .certificateMissing)
  }

  @Test func `every truncation and every flipped byte is read or refused`() throws {
    let key = try TestKeys.ec.get()
    let block = try SignedData.jarSignature(
      of: Self.content, key: key, chain: [TestKeys.certificate(key)], hash: .sha256)
    for count in block.indices {
      #expect(throws: CryptographyError.self) { try SignedData(der: Array(block[..<count])) }
    }
    for index in block.indices {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = block
        changed[index] ^= mask
        if let signed = try? SignedData(der: changed) { _ = signed.verify(detachedContent: Self.content) }
      }
    }
  }
}
