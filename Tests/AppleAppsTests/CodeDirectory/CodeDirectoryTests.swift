import AppleApps
import Cryptography
import Testing

@Suite struct CodeDirectoryTests {
  private func read(_ directory: [UInt8]) throws -> CodeDirectory {
    try CodeSignature(SampleSignature(blobs: [(0, directory)]).bytes, file: "code", offset: 0).best
  }

  private static let sound = SampleSignature.directory()

  @Test func `reads what it says`() throws {
    let directory = try read(Self.sound)
    #expect(directory.version == 0x20400 && directory.flags == [] && directory.runtimeVersion == 0)
    #expect(directory.identifier == "com.acme.app" && directory.team == "ABCDE12345")
    #expect(directory.hash == .sha256 && directory.hashLength == 32 && directory.pageSize == 4096)
    #expect(directory.codeLimit == 4096 && directory.codeHashCount == 1)
    #expect(directory.specialHashes == [1: [UInt8](repeating: 1, count: 32)])
    #expect(Array(directory.codeHashes) == [UInt8](repeating: 2, count: 32))
    #expect(directory.executableSegment.map { [$0.base, $0.limit, $0.flags] } == [0, 0x4000, 1])
    #expect(directory.bytes == Self.sound)
    #expect(directory.fullDigest == Digest.hash(.sha256, Self.sound))
    #expect(directory.cdHash == Array(Digest.hash(.sha256, Self.sound).prefix(20)))
  }

  @Test func `a special slot of zeros is none`() throws {
    var zeros = Self.sound
    zeros.replaceSubrange(zeros.count - 64..<zeros.count - 32, with: [UInt8](repeating: 0, count: 32))
    #expect(try read(zeros).specialHashes == [:])
  }

  @Test func `older versions lack what came later`() throws {
    let old = try read(Self.sound.with(bigEndian: 0x20001, at: 8))
    #expect(old.team == nil && old.executableSegment == nil)
    let newer = try read(Self.sound.with(bigEndian: 0x20200, at: 8))
    #expect(newer.team == "ABCDE12345" && newer.executableSegment == nil)
  }

  @Test func `reads a limit of more than four gigabytes`() throws {
    let huge = Self.sound.with(bigEndian: 2, at: 56).with(bigEndian: 0xffff_ffff, at: 32)
    #expect(try read(huge).codeLimit == 2 << 32)
  }

  @Test(
    arguments: [
      ("hashes before the header's end", sound.with(bigEndian: 87, at: 16), "hashOffset"),
      ("hashes behind the end", sound.with(bigEndian: UInt32(sound.count + 1), at: 16), "hashOffset"),
      ("more special slots than fit", sound.with(bigEndian: 2, at: 24), "nSpecialSlots"),
      ("special slots without end", sound.with(bigEndian: 0xffff_ffff, at: 24), "nSpecialSlots"),
      ("more pages than fit", sound.with(bigEndian: 2, at: 28), "nCodeSlots"),
      ("pages without end", sound.with(bigEndian: 0xffff_ffff, at: 28), "nCodeSlots"),
      ("hashes of another length", sound.with(bigEndian: 0x1402_000c, at: 36), "hashSize"),
      ("pages of two gigabytes", sound.with(bigEndian: 0x2002_001f, at: 36), "pageSize"),
      ("a limit below zero", sound.with(bigEndian: 0x8000_0000, at: 56), "codeLimit64"),
      ("an identifier in the header", sound.with(bigEndian: 4, at: 20), "identOffset"),
      ("an identifier behind the end", sound.with(bigEndian: 0xffff_ffff, at: 20), "identOffset"),
      ("an identifier without end", sound.with(bigEndian: UInt32(sound.count - 1), at: 20), "identOffset"),
      ("a team behind the end", sound.with(bigEndian: 0xffff_ffff, at: 48), "teamOffset"),
      (
        "a header that does not fit",
        SampleSignature.blob(0xfade_0c02, [0, 2, 4, 0] + [UInt8](repeating: 0, count: 40)), "length"
      ),
    ] as [(String, [UInt8], String)])
  func `refuses what contradicts itself`(_ flaw: String, _ bytes: [UInt8], _ field: String) {
    let error = #expect(throws: AppleError.self) { try self.read(bytes) }
    guard case .malformed(.codeDirectory, field: field, offset: _, file: "code") = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  @Test(
    arguments: [
      (sound.with(bigEndian: 0x20000, at: 8), "version 0x20000"),
      (sound.with(bigEndian: 0x2f000, at: 8), "version 0x2f000"),
      (sound.with(bigEndian: 0x2009_000c, at: 36), "hash type 9"),
      (sound.with(bigEndian: 96, at: 44), "scattered pages"),
    ] as [([UInt8], String)])
  func `says what it does not read`(_ bytes: [UInt8], _ feature: String) {
    #expect(throws: AppleError.unsupported(.codeDirectory, feature: feature, file: "code")) {
      try self.read(bytes)
    }
  }
}
