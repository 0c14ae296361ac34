import AppleApps
import Bytes
import Cryptography
import FieldTools
import Testing

@Suite struct MachOSignerTests {
  private static let samples: [(name: String, sample: SampleCode)] = [
    ("an executable", SampleCode()),
    ("a library", SampleCode(fileType: 6)),
    ("a loadable bundle", SampleCode(fileType: 8)),
    ("32-bit code", SampleCode(is64Bit: false, cpuType: 12, cpuSubtype: 9)),
    ("code for no platform", SampleCode(platform: nil)),
    ("room behind the load commands", SampleCode(slack: 24)),
    ("whole pages", SampleCode(linkEditSize: 0x4000)),
    ("one byte more than whole pages", SampleCode(linkEditSize: 0x4001)),
    ("one window and a bit", SampleCode(textSize: 0x10_0000, linkEditSize: 17)),
    ("several windows", SampleCode(textSize: 0x31_0000)),
  ]

  @Test(arguments: samples.map(\.name), [PageSize.automatic, .bytes(4096)])
  func `signs what was unsigned, and it verifies`(_ name: String, _ pageSize: PageSize) throws {
    let sample = try #require(Self.samples.first { $0.name == name }?.sample)
    var parameters = SignedSample.parameters
    parameters.pageSize = pageSize
    let bytes = sample.bytes
    let signed = try SignedSample.adHoc(bytes, parameters)
    let verdict = try SignedSample.verdicts(signed, parameters)[0]
    #expect(verdict.flaws == [] && verdict.alteredRanges == [])
    let directory = try #require(verdict.signature?.best)
    #expect(
      directory.flags == .adHoc && directory.identifier == "com.example.fixture" && directory.team == nil)
    let log2 = pageSize == .automatic && sample.is64Bit ? 14 : 12
    #expect(directory.pageSize == 1 << log2)
    #expect(directory.version == 0x20400)
    #expect(
      directory.executableSegment.map { [$0.base, $0.limit, $0.flags] }
        == [0, UInt64(sample.textSize), sample.fileType == 2 ? 0x11 : 0])
    #expect(directory.specialHashes.keys.sorted() == (sample.fileType == 2 ? [1, 2, 3, 5, 7] : [1, 2, 3]))
    // What the linker made is where it was.
    let limit = directory.codeLimit
    #expect(limit == (bytes.count + 15) / 16 * 16)
    #expect(signed[sample.firstSection..<bytes.count] == bytes[sample.firstSection...])
    #expect(signed[bytes.count..<limit].allSatisfy { $0 == 0 })
    #expect(signed.count.isMultiple(of: 16))
  }

  @Test func `signing again replaces the signature and changes nothing else`() throws {
    let first = try SignedSample.adHoc(SampleCode().bytes)
    #expect(try SignedSample.adHoc(first) == first)
    var parameters = SignedSample.parameters
    parameters.identifier = "com.example.another.with.a.longer.name"
    let other = try SignedSample.adHoc(first, parameters)
    #expect(try SignedSample.verdicts(other, parameters)[0].flaws == [])
    #expect(try SignedSample.adHoc(other) == first)
  }

  @Test func `drops the linker's mark and keeps the others`() throws {
    var parameters = SignedSample.parameters
    parameters.flags = [.linkerSigned, .hardenedRuntime]
    let directory = try SignedSample.signatures(SignedSample.adHoc(SampleCode().bytes, parameters))[0].best
    #expect(directory.flags == [.adHoc, .hardenedRuntime])
    #expect(directory.version == 0x20500 && directory.runtimeVersion == 26 << 16 | 1 << 8)
  }

  @Test(
    arguments: [
      (0x0100_000c, 0, 2, 14), (0x0100_000c, 2, 1, 14), (0x0200_000c, 1, 4, 14), (0x0100_000c, 0, 3, 12),
      (0x0100_000c, 0, 8, 12), (0x0100_0007, 3, 1, 12), (12, 9, 2, 12),
    ] as [(UInt32, UInt32, UInt32, Int)])
  func `chooses pages as Apple does`(
    _ cpu: UInt32, _ subtype: UInt32, _ platform: UInt32, _ log2: Int
  ) throws {
    let sample = SampleCode(cpuType: cpu, cpuSubtype: subtype, platform: (platform, 26 << 16, 26 << 16))
    #expect(try SignedSample.signatures(SignedSample.adHoc(sample.bytes))[0].best.pageSize == 1 << log2)
  }

  @Test(
    arguments: [
      (2, 10 << 16 | 3 << 8, true), (2, 11 << 16, false), (3, 10 << 16, true), (4, 11 << 16, true),
      (4, 12 << 16, false), (1, 10 << 16 | 11 << 8 | 3, true), (1, 10 << 16 | 11 << 8 | 4, false),
      (11, 1 << 16, false), (6, 1 << 16, false),
    ] as [(UInt32, UInt32, Bool)])
  func `adds SHA-1 for systems that know no other`(
    _ platform: UInt32, _ minimum: UInt32, _ isOld: Bool
  ) throws {
    let sample = SampleCode(platform: (platform, minimum, 26 << 16))
    let signed = try SignedSample.adHoc(sample.bytes)
    let signature = try SignedSample.signatures(signed)[0]
    #expect(signature.directories.map(\.hash) == (isOld ? [.sha1, .sha256] : [.sha256]))
    #expect(signature.best.hash == .sha256)
    #expect(try SignedSample.verdicts(signed)[0].flaws == [])
  }

  @Test func `signs every architecture and lays them out anew`() throws {
    let old = SampleCode(is64Bit: false, cpuType: 12, cpuSubtype: 9, platform: (2, 9 << 16, 9 << 16))
    let bytes = SampleCode.universal(
      [old, SampleCode(cpuSubtype: 0x8000_0002)], subtypes: [9, 2])
    let result = try MachOSigner.sign(
      SignedSample.file(bytes), SignedSample.parameters, chain: [], endsAtApple: false,
      workers: SignedSample.workers, signature: nil)
    let signed = try result.source.bytes(at: 0, count: result.source.count)
    let file = try SignedSample.file(signed)
    #expect(file.isUniversal && result.architectures == ["armv7", "arm64e"])
    #expect(file.slices.map(\.architecture) == result.architectures)
    #expect(file.slices[0].range.lowerBound == 0x4000)
    #expect(file.slices.allSatisfy { $0.range.lowerBound.isMultiple(of: 0x4000) })
    // The subtype of the second architecture in the universal header, without the flags that the slice's own has.
    #expect(Array(signed[32..<36]) == [0, 0, 0, 2] && Array(signed[44..<48]) == [0, 0, 0, 14])
    let verdicts = try SignedSample.verdicts(signed)
    #expect(verdicts.map(\.flaws) == [[], []])
    #expect(verdicts.map { $0.signature?.best.cdHash } == result.cdHashes)
    // One architecture is for old systems, so that both have both digests.
    #expect(verdicts.map { $0.signature?.directories.count } == [2, 2])
    #expect(verdicts.map { $0.signature?.best.pageSize } == [4096, 16384])
  }

  @Test func `reads each page once`() throws {
    // Both digests are asked for.
    let bytes = SampleCode(platform: (2, 9 << 16, 9 << 16), textSize: 0x31_0000).bytes
    let source = CountingSource(MemorySource(bytes))
    let file = try MachOFile(reading: source, name: "code")
    let before = source.readCount
    _ = try MachOSigner.sign(
      file, SignedSample.parameters, chain: [], endsAtApple: false, workers: SignedSample.workers,
      signature: nil)
    #expect(source.readCount - before <= bytes.count)
  }

  @Test(.needs(.openssl)) func `signs as a developer, with Apple's requirement`() throws {
    let signed = try SignedSample.signed(SampleCode().bytes)
    let verdict = try SignedSample.verdicts(signed)[0]
    #expect(verdict.flaws == [])
    let signature = try #require(verdict.signature)
    #expect(signature.best.flags == [] && signature.best.team == AppleAuthority.team)
    #expect(
      try signature.requirementSet(file: "code")?.text
        == """
        designated => identifier "com.example.fixture" and anchor apple generic and \
        certificate leaf[subject.CN] = "Apple Development: Fixture Person (PERSON1234)" and \
        certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */
        """)
    #expect(verdict.signedData?.signers.first?.codeDirectoryHashes == [signature.best.cdHash])
    // Ad hoc again: no team, no requirement, no certificate.
    let again = try SignedSample.signatures(SignedSample.adHoc(signed))[0]
    #expect(again.cms == nil && again.best.team == nil)
    #expect(try again.requirementSet(file: "code") == RequirementSet())
  }

  @Test(.needs(.openssl)) func `the signature names both directories where there are two`() throws {
    let signed = try SignedSample.signed(
      SampleCode(platform: (2, 10 << 16, 13 << 16)).bytes, endsAtApple: false)
    let verdict = try SignedSample.verdicts(signed)[0]
    #expect(verdict.flaws == [])
    #expect(
      verdict.signedData?.signers.first?.codeDirectoryHashes
        == verdict.signature?.directories.map(\.cdHash))
    let text = try #require(try verdict.signature?.requirementSet(file: "code")?.designated?.text)
    #expect(text.hasPrefix("identifier \"com.example.fixture\" and certificate leaf = H\""))
  }

  @Test(
    arguments: [
      (SampleCode(cryptID: 1), .encrypted(file: "code", architecture: "arm64")),
      (SampleCode(fileType: 1), .fileType(file: "code", type: "object file")),
      (SampleCode(fileType: 10), .fileType(file: "code", type: "debug symbols")),
      (SampleCode(fileType: 99), .fileType(file: "code", type: "Mach-O of type 99")),
      (SampleCode(firstSection: 0x15f), .noRoomForSignature(file: "code", architecture: "arm64")),
    ] as [(SampleCode, SigningObstacle)])
  func `refuses what cannot be signed`(_ sample: SampleCode, _ obstacle: SigningObstacle) {
    #expect(throws: AppleError.cannotSign(obstacle)) { _ = try SignedSample.adHoc(sample.bytes) }
  }

  private static let linkEdit = 32 + 72 + 80

  private static let misplaced: [(flaw: String, bytes: [UInt8])] = [
    ("no __LINKEDIT", SampleCode().bytes.with(0x5858_5858, at: linkEdit + 8)),
    ("bytes behind __LINKEDIT", SampleCode().bytes + [UInt8](repeating: 1, count: 16)),
    ("__LINKEDIT before the end of the code", SampleCode().bytes.with(0x100, at: linkEdit + 40)),
    (
      "a signature in the header",
      SampleCode(moreCommands: [SampleCode.words(0x1d, 16, 0, 0x8000 + 100)]).bytes
    ),
    (
      "a signature before __LINKEDIT",
      SampleCode(moreCommands: [SampleCode.words(0x1d, 16, 0x7000, 0x1000 + 100)]).bytes
    ),
    (
      "a signature that does not end the file",
      SampleCode(moreCommands: [SampleCode.words(0x1d, 16, 0x8000, 50)]).bytes
    ),
  ]

  @Test(arguments: misplaced.map(\.flaw))
  func `refuses a signature's place that nobody would find`(_ flaw: String) throws {
    let bytes = try #require(Self.misplaced.first { $0.flaw == flaw }?.bytes)
    let error = #expect(throws: AppleError.self) { _ = try SignedSample.adHoc(bytes) }
    guard case .malformed = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  @Test func `refuses an identifier that would be cut`() {
    var parameters = SignedSample.parameters
    parameters.identifier = "com.example\0.fixture"
    #expect(throws: AppleError.self) {
      _ = try SignedSample.adHoc(SampleCode().bytes, parameters)
    }
  }

  @Test func `changed headers are signed or refused`() throws {
    let sample = SampleCode(firstSection: 0x400, textSize: 0x800).bytes
    for bytes in [sample, try SignedSample.adHoc(sample)] {
      for offset in 0..<400 {
        for mask: UInt8 in [0x01, 0x80, 0xff] {
          var changed = bytes
          changed[offset] ^= mask
          guard let signed = try? SignedSample.adHoc(changed) else { continue }
          _ = try? SignedSample.verdicts(signed)
        }
      }
    }
  }
}
