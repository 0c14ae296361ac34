import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Releases
import Testing

@testable import AndroidApps

struct AndroidSignerTests {
  private let workers = Workers(limit: 2)

  private func sign(
    _ fixture: String, _ keys: [SigningIdentity], _ options: SigningOptions = SigningOptions()
  ) throws -> (bytes: [UInt8], package: SignedPackage) {
    let output = try TemporaryFile()
    let package = try AndroidSigner.sign(
      FileSource(path: Repository.androidFixture(fixture)), output: output.file, identities: keys,
      options: options,
      workers: workers)
    return (try output.bytes(), package)
  }

  private func verify(_ bytes: [UInt8], minSDK: Int? = nil) throws -> AndroidVerification {
    try AndroidVerifier.verify(MemorySource(bytes), name: "test.apk", minSDK: minSDK, workers: workers)
  }

  private func key(_ name: String = "release") throws -> SigningIdentity {
    try .made(PrivateKey.generateEC(curve: "P-256"), name: name)
  }

  @Test(arguments: [
    ("demo.apk", nil, nil, [SignatureScheme.v2, .v3]), ("demo.apk", 18, nil, [.v1, .v2, .v3]),
    ("min-sdk-18.apk", nil, nil, [.v1, .v2, .v3]), ("min-sdk-18.apk", nil, 27, [.v1, .v2]),
    ("min-sdk-18.apk", nil, 23, [.v1]), ("demo.aab", nil, nil, [.jar]),
  ])
  func `chooses the schemes from the SDK versions`(
    fixture: String, minSDK: Int?, maxSDK: Int?, expected: [SignatureScheme]
  ) throws {
    let signed = try sign(fixture, [key()], SigningOptions(minSDK: minSDK, maxSDK: maxSDK))
    #expect(signed.package.schemes == expected)
    #expect(signed.package.sha256 == Digest.hash(.sha256, signed.bytes).hex)
    #expect(signed.package.size == signed.bytes.count)
  }

  @Test func `what it signs verifies and is what it was`() throws {
    let signer = try key()
    let signed = try sign("demo.apk", [signer], SigningOptions(minSDK: 18))
    let result = try verify(signed.bytes, minSDK: 18)
    #expect(result.verified)
    #expect(result.findings == [])
    #expect(result.sha256 == signed.package.sha256)
    #expect(result.signatures.map(\.scheme) == [.v1, .v2, .v3])
    #expect(Set(result.signatures.flatMap(\.certificates).map(\.sha256)) == [signer.certificate.sha256.hex])
    let before = try ZipDirectory(reading: FileSource(path: Repository.androidFixture("demo.apk")))
    let after = try ZipDirectory(reading: MemorySource(signed.bytes))
    for entry in before.entries where !entry.isDirectory {
      let copy = try #require(after.entry(named: entry.name))
      #expect(try after.contents(of: copy, limit: 1 << 24) == before.contents(of: entry, limit: 1 << 24))
    }
  }

  @Test func `a bundle verifies`() throws {
    let result = try verify(sign("demo.aab", [key()]).bytes)
    #expect(result.verified)
    #expect(result.format == .aab)
    #expect(result.signatures.map(\.location) == ["jar signer 1"])
  }

  @Test(arguments: ["RSA", "P-256", "P-384", "P-521"], ["demo.apk", "demo.aab"])
  func `signing twice gives the same bytes`(key: String, fixture: String) throws {
    let signer = try SigningIdentity.made(
      key == "RSA" ? PrivateKey.generateRSA(bits: 2048) : PrivateKey.generateEC(curve: key))
    let options = SigningOptions(minSDK: fixture == "demo.apk" ? 18 : nil)
    #expect(try sign(fixture, [signer], options).bytes == sign(fixture, [signer], options).bytes)
  }

  @Test(.needs(.apksig), arguments: ["dsa-1024", "dsa-2048", "dsa-3072"])
  func `signing twice with a DSA key gives the same bytes, which verify`(key: String) throws {
    let signer = try SigningIdentity.corpus(key)
    let options = SigningOptions(minSDK: 21)
    let signed = try sign("demo.apk", [signer], options).bytes
    #expect(try sign("demo.apk", [signer], options).bytes == signed)
    let result = try AndroidVerifier.verify(MemorySource(signed), minSDK: 21, workers: Workers(limit: 2))
    #expect(result.verified, "\(result.findings)")
  }

  @Test func `what cannot be signed as asked is refused with the reason`() throws {
    let signer = try key()
    func refusal(_ fixture: String, _ keys: [SigningIdentity], _ options: SigningOptions) -> SigningObstacle?
    {
      do {
        _ = try sign(fixture, keys, options)
      } catch AndroidError.cannotSign(let obstacle) {
        return obstacle
      } catch {}
      return nil
    }
    #expect(refusal("demo.apk", [], SigningOptions()) == .noSigners)
    #expect(
      refusal("demo.apk", Array(repeating: signer, count: 11), SigningOptions())
        == .tooManySigners(count: 11, limit: 10))
    #expect(
      refusal("demo.apk", [signer, signer], SigningOptions(schemes: [.v3])) == .severalSignersForV3(count: 2))
    #expect(refusal("demo.apk", [signer], SigningOptions(schemes: [])) == .noScheme)
    #expect(refusal("demo.apk", [signer], SigningOptions(schemes: [.jar])) == .schemeOfOtherFormat(.jar))
    #expect(refusal("demo.aab", [signer], SigningOptions(schemes: [.v2])) == .schemeOfOtherFormat(.v2))
    #expect(
      refusal("demo.apk", [signer], SigningOptions(schemes: [.v1], minSDK: 9))
        == .ecOnOldAndroid(key: "release", minSDK: 9))
    #expect(
      refusal("demo.apk", [signer], SigningOptions(minSDK: 30, maxSDK: 28))
        == .sdkRange(minSDK: 30, maxSDK: 28))
  }

  @Test(arguments: [
    "truncated.apk", "escaping-entry.apk", "duplicate-entry.apk", "lying-central-directory.apk",
    "not-an-app.zip",
  ])
  func `a package with this flaw is not signed`(fixture: String) throws {
    let signer = try key()
    #expect(throws: AndroidError.self) { try sign(fixture, [signer]) }
  }

  @Test func `every changed byte is found`() throws {
    let signed = try sign("demo.apk", [key()], SigningOptions(minSDK: 18)).bytes
    for position in stride(from: 0, to: signed.count, by: max(1, signed.count / 97)) {
      var changed = signed
      changed[position] ^= 0x10
      // Padding inside the signing block is the only part that nobody signs.
      guard let result = try? verify(changed, minSDK: 18), result.verified else { continue }
      let block = try #require(try SigningBlock(in: ZipDirectory(reading: MemorySource(signed))))
      let padding = try #require(block.value(of: SigningBlock.ID.padding))
      #expect((padding.offset..<padding.offset + padding.value.count).contains(position), "byte \(position)")
    }
  }

  @Test func `a package cut off anywhere is an error or rejected`() throws {
    let signed = try sign("demo.apk", [key()]).bytes
    for count in stride(from: 0, to: signed.count - 1, by: max(1, signed.count / 61)) {
      let result = try? verify(Array(signed.prefix(count)))
      #expect(result?.verified != true, "\(count) bytes")
    }
  }

  @Test func `two blocks of one scheme are rejected`() throws {
    let signed = try sign("demo.apk", [key()], SigningOptions(schemes: [.v2])).bytes
    let directory = try ZipDirectory(reading: MemorySource(signed))
    let block = try #require(try SigningBlock(in: directory))
    let value = try #require(block.value(of: SigningBlock.ID.v2)).value
    let twice = SigningBlock.bytes(of: [(SigningBlock.ID.v2, value), (SigningBlock.ID.v2, value)])
    try #require(twice.count == block.range.count)
    var changed = signed
    changed.replaceSubrange(block.range, with: twice)
    let result = try verify(changed)
    #expect(!result.verified)
    #expect(result.findings.map(\.id) == ["signing-block-several-of-one-scheme"])
  }

  /// CVE-2017-13156, Janus: apksigner accepts such a file, and old Androids run what stands before the ZIP.
  @Test func `a DEX file before the entries is rejected`() throws {
    let signed = try sign("min-sdk-18.apk", [key()], SigningOptions(schemes: [.v1], minSDK: 18, maxSDK: 23))
      .bytes
    let directory = try ZipDirectory(reading: MemorySource(signed))
    var changed = Array("dex\n035\0        ".utf8) + signed
    let shift = changed.count - signed.count
    func move(_ offset: Int) {
      var field: [UInt8] = []
      field.append(
        u32: changed[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) } + UInt32(shift))
      changed.replaceSubrange(offset..<offset + 4, with: field)
    }
    var record = directory.centralDirectory.lowerBound + shift
    for entry in directory.entries {
      move(record + 42)
      record += 46 + entry.nameBytes.count + entry.extra.count + entry.comment.count
    }
    move(directory.endRecordOffset + shift + 16)
    let source = MemorySource(changed)
    let result = try AndroidVerifier.verify(
      source, name: "janus.apk", minSDK: 18, maxSDK: 23, workers: workers)
    #expect(!result.verified)
    #expect(result.findings.map(\.id) == ["zip-bytes-before-first-entry"])
  }
}
