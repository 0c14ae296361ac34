import Bytes
import Credentials
import Cryptography
import FieldTools
import Testing

@testable import AndroidApps
@testable import Archives

/// Who signed, read without verifying it.
@Suite struct SignerFactsTests {
  private func facts(_ source: any ByteSource) throws -> AndroidFacts {
    try AndroidFacts.read(ZipDirectory(reading: source), signers: true)
  }

  private func signed(_ fixture: String, _ options: SigningOptions = SigningOptions()) throws -> [UInt8] {
    let output = try TemporaryFile()
    let key = try SigningIdentity.made(PrivateKey.generateEC(curve: "P-256"))
    _ = try AndroidSigner.sign(
      FileSource(path: Repository.androidFixture(fixture)), output: output.file, identities: [key],
      options: options, workers: Workers(limit: 1))
    return try output.bytes()
  }

  @Test(arguments: [
    ("min-sdk-18.apk", [SignatureScheme.v1, .v2, .v3]), ("demo.apk", [.v2, .v3]), ("demo.aab", [.jar]),
  ])
  func `are those that the verifier finds`(fixture: String, schemes: [SignatureScheme]) throws {
    let bytes = try signed(fixture)
    let verified = try AndroidVerifier.verify(
      MemorySource(bytes), name: fixture, minSDK: 18, workers: Workers(limit: 1))
    let facts = try facts(MemorySource(bytes))
    #expect(facts.signatures.map(\.scheme) == schemes)
    #expect(facts.signatures == verified.signatures)
  }

  @Test func `are there too where their signature does not hold`() throws {
    var bytes = try signed("demo.apk")
    // In a library, beyond what facts are read from.
    bytes[16_384 + 2_100] ^= 1
    let facts = try facts(MemorySource(bytes))
    #expect(facts.signatures.map(\.certificates.count) == [1, 1])
    #expect(facts.signingBlock.map(\.name) == ["v2", "v3", "padding"])
    #expect(facts.signingBlock.first?.id == "0x7109871a")
  }

  @Test(arguments: ["demo.apk", "demo.aab"])
  func `are none in an unsigned package, nor where nobody asked`(fixture: String) throws {
    #expect(try facts(FileSource(path: Repository.androidFixture(fixture))).signatures == [])
    #expect(
      try AndroidFacts.read(ZipDirectory(reading: MemorySource(signed(fixture)))).signatures == [])
  }

  @Test(arguments: ["demo.apk", "min-sdk-18.apk"])
  func `of mutants are read or refused, and never trap`(fixture: String) throws {
    let bytes = try signed(fixture)
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let block = try #require(try SigningBlock(in: directory)).range
    var random = FixedRandom(state: 23)
    var read = 0
    for _ in 0..<300 {
      var mutant = bytes
      mutant.replaceSubrange(block, with: random.mutant(of: Array(bytes[block])).prefix(block.count))
      if let facts = try? facts(MemorySource(mutant)) { read += facts.format == .apk ? 1 : 0 }
    }
    #expect(read > 0)
  }

  @Test(.needs(.apksig))
  func `hold every certificate that the verifier finds in Google's test packages`() throws {
    var compared = 0
    for name in Corpus.apksig.packages {
      let source = try FileSource(path: Corpus.apksig.path(name))
      guard
        let verified = try? AndroidVerifier.verify(source, name: name, workers: Workers(limit: 2)),
        verified.verified, let facts = try? facts(source)
      else { continue }
      for signature in verified.signatures {
        let same = facts.signatures.filter { $0.scheme == signature.scheme }.map(\.certificates)
        #expect(same.contains(signature.certificates), "\(name) \(signature.location)")
        compared += 1
      }
    }
    #expect(compared > 50)
  }

  @Test(arguments: [false, true])
  func `program headers are found wherever a library has them`(isCompressed: Bool) throws {
    var library: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 57)
    let place = 1 << 20
    library.replaceSubrange(32..<40, with: withUnsafeBytes(of: UInt64(place).littleEndian) { Array($0) })
    library[54] = 56
    library[56] = 1
    library += [UInt8](repeating: 0, count: place - library.count)
    library += [1, 0, 0, 0] + [UInt8](repeating: 0, count: 44)
    library += withUnsafeBytes(of: UInt64(16_384).littleEndian) { Array($0) }
    var entry = HollowZip.Entry(name: "lib/arm64-v8a/libfar.so", head: library, crc32: CRC32.of(library))
    if isCompressed {
      entry.head = library.withUnsafeBytes { Deflate.whole($0, level: 6) }
      entry.inflatedSize = library.count
    }
    let facts = try AndroidFacts.read(ZipDirectory(reading: HollowZip.package(.apk, [entry])))
    #expect(facts.nativeLibraries.map(\.isStored) == [!isCompressed])
    #expect(facts.nativeLibraries.map(\.segmentAlignment) == [16_384])
  }
}
