import FieldTools
import Foundation
import Testing

@testable import Cryptography

@Suite struct CodeSignatureTests {
  static let time = Date(timeIntervalSince1970: 1_790_000_000)
  static let primary = Array("a CodeDirectory, as far as CMS is concerned".utf8)
  static let alternate = Array("another one".utf8)

  static let directories: [(hash: HashAlgorithm, digest: [UInt8])] = [
    (.sha1, Digest.hash(.sha1, primary)), (.sha256, Digest.hash(.sha256, alternate)),
  ]

  private static func sign(_ key: PrivateKey, time: Date = time) throws -> (
    signed: [UInt8], chain: [Certificate]
  ) {
    let chain = [try TestKeys.certificate(key), try TestKeys.certificate(key, "Issuer")]
    return (
      try SignedData.codeSignature(
        of: primary, directories: directories, key: key, chain: chain, time: time), chain
    )
  }

  @Test func `verifies and reads back what it signs`() throws {
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let (bytes, chain) = try Self.sign(key)
      let signed = try SignedData(der: bytes)
      #expect(signed.version == 1 && signed.content == nil && signed.contentType == SignedData.dataType)
      #expect(Set(signed.certificates) == Set(chain) && signed.verify() == nil)
      let verdict = try #require(signed.verify(detachedContent: Self.primary).first)
      #expect(verdict.isValid && verdict.algorithm == SignatureAlgorithm(key.algorithm, .sha256))
      #expect(signed.verify(detachedContent: Self.alternate).map(\.problem) == [.messageDigestMismatch])

      let signer = verdict.signer
      #expect(signer.version == 1 && signer.identifies(chain[0]) && signer.unsignedAttributes.isEmpty)
      #expect(signer.signingTime == Self.time && !signer.hasTimeStamp)
      #expect(
        signer.signedAttributes?.map(\.objectIdentifier) == [
          "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.5", "1.2.840.113549.1.9.4", "1.2.840.113635.100.9.2",
          "1.2.840.113635.100.9.1",
        ])
      #expect(
        Set(signer.hashAgilityV2 ?? [])
          == Set(
            Self.directories.map { .init(hashIdentifier: $0.hash.objectIdentifier, digest: $0.digest) }))
      let hashes = Self.directories.map { Base64.encode(Array($0.digest.prefix(20))) }
      let list = String(decoding: try #require(signer.hashAgilityV1), as: UTF8.self)
      #expect(
        list.components(separatedBy: "<data>").dropFirst().map {
          $0.components(separatedBy: "</data>")[0].trimmingCharacters(in: .whitespacesAndNewlines)
        } == hashes)
    }
  }

  @Test(arguments: [(2_524_607_999.0, 0x17), (2_524_608_000.0, 0x18)])
  func `writes the time in two digits of the year until 2049`(_ seconds: Double, _ tag: UInt8) throws {
    let time = Date(timeIntervalSince1970: seconds)
    let (bytes, _) = try Self.sign(try TestKeys.ec.get(), time: time)
    let signer = try SignedData(der: bytes).signers[0]
    #expect(signer.signingTime == time)
    #expect(signer.signedAttribute(SignerInfo.signingTime)?.first == tag)
  }

  @Test func `has the same length whatever it signs`() throws {
    let key = try TestKeys.rsa.get()
    let other: [(hash: HashAlgorithm, digest: [UInt8])] = [
      (.sha1, [UInt8](repeating: 0, count: 20)), (.sha256, [UInt8](repeating: 0xff, count: 32)),
    ]
    let chain = [try TestKeys.certificate(key)]
    let counts = try [Self.directories, other].map { directories in
      try SignedData.codeSignature(
        of: directories[0].digest, directories: directories, key: key, chain: chain, time: Self.time
      ).count
    }
    #expect(counts[0] == counts[1])
  }

  @Test func `refuses to sign with another's certificate, or none`() throws {
    let certificate = try TestKeys.certificate(try TestKeys.ec.get())
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: certificate.subject.rfc2253)) {
      try SignedData.codeSignature(
        of: [], directories: [], key: TestKeys.rsa.get(), chain: [certificate], time: Self.time)
    }
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: "")) {
      try SignedData.codeSignature(
        of: [], directories: [], key: TestKeys.rsa.get(), chain: [], time: Self.time)
    }
  }

  @Test(.needs(.openssl))
  func `openssl verifies what is signed here`() throws {
    let folder = try TemporaryFolder()
    let content = try folder.write("content", Self.primary)
    for key in [try TestKeys.rsa.get(), try TestKeys.ec.get()] {
      let file = try folder.write("signature", try Self.sign(key).signed)
      let result = try Tool.openssl.run([
        "cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-content", content, "-noverify", "-out",
        "/dev/null",
      ])
      #expect(result.status == 0, "\(result.text)")
    }
  }

  @Test(.needs(.openssl), arguments: [[], ["-stream"]])
  func `verifies content inside, whole or in pieces`(_ streaming: [String]) throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: 0x41, count: 100_000)
    let content = try folder.write("content", bytes)
    let key = try TestKeys.ec.get()
    let plain = try key.pkcs8().withBytes { PEM.encode(Array($0), label: "PRIVATE KEY") }
    let signed = try Tool.openssl.run(
      [
        "cms", "-sign", "-binary", "-nodetach", "-in", content, "-outform", "DER",
        "-signer",
        try folder.write(
          "certificate.pem", PEM.encode(TestKeys.certificate(key).der, label: "CERTIFICATE").utf8),
        "-inkey", try folder.write("key.pem", plain.utf8),
      ] + streaming)
    let read = try SignedData(der: signed.bytes)
    #expect(read.content == bytes)
    #expect(read.verify()?.map(\.problem) == [nil], "\(signed.text)")
    var changed = signed.bytes
    let place = try #require(changed.indices.first { changed[$0...].starts(with: Array("AAAA".utf8)) })
    changed[place] = 0x42
    #expect(try SignedData(der: changed).verify()?.map(\.problem) == [.messageDigestMismatch])
  }

  @Test(.needs(.appleCode), arguments: Corpus.appleCode.files)
  func `Apple's signatures hold over their primary CodeDirectories`(name: String) throws {
    let signatures = CodeSignatureBlobs.all(in: try Corpus.appleCode.bytes(name))
    #expect(!signatures.isEmpty)
    for blobs in signatures {
      let directory = try #require(blobs[0])
      let signed = try SignedData(der: Array(try #require(blobs[0x10000]).dropFirst(8)))
      let verdict = try #require(signed.verify(detachedContent: directory).first)
      #expect(verdict.problem == nil)
      let signer = verdict.signer
      let time = try #require(signer.signingTime)
      #expect((1_400_000_000...1_900_000_000).contains(time.timeIntervalSince1970))

      // Byte 37 of a CodeDirectory is its hash type.
      let directories = [directory, blobs[0x1000]].compactMap { $0 }
        .map { (hash: $0[37] == 1 ? HashAlgorithm.sha1 : .sha256, bytes: $0) }
        .map { (hash: $0.hash, digest: Digest.hash($0.hash, $0.bytes)) }
      let expected = directories.map {
        SignerInfo.AgileHash(hashIdentifier: $0.hash.objectIdentifier, digest: $0.digest)
      }
      #expect(signer.hashAgilityV2.map { Set($0) } == Set(expected))

      // The list that would be written here is the one that Apple wrote.
      let key = try TestKeys.ec.get()
      let own = try SignedData.codeSignature(
        of: directory, directories: directories, key: key, chain: [TestKeys.certificate(key)], time: time)
      let ownSigner = try SignedData(der: own).signers[0]
      #expect(ownSigner.hashAgilityV1 == signer.hashAgilityV1)
      // Byte for byte but for Apple's order of the attributes' values, which once was not DER's.
      #expect(
        ownSigner.signedAttributes?.map { [$0.objectIdentifier] + $0.values.map(\.description).sorted() }
          == signer.signedAttributes?.map { [$0.objectIdentifier] + $0.values.map(\.description).sorted() })
    }
  }

  @Test func `every truncation and every flipped byte is read or refused`() throws {
    let (bytes, _) = try Self.sign(try TestKeys.ec.get())
    for count in bytes.indices {
      #expect(throws: CryptographyError.self) { try SignedData(der: Array(bytes[..<count])) }
    }
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = bytes
        changed[index] ^= mask
        guard let signer = try? SignedData(der: changed).signers.first else { continue }
        _ = (signer.signingTime, signer.hashAgilityV1, signer.hashAgilityV2)
      }
    }
  }
}
