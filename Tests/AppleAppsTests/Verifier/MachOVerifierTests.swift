import AppleApps
import Bytes
import Cryptography
import FieldTools
import Testing

@Suite struct MachOVerifierTests {
  /// For old systems too, so that there are two directories.
  private static let sample = SampleCode(platform: (2, 10 << 16, 13 << 16), textSize: 0x30_0000)
  private static let signed = Result { try SignedSample.adHoc(sample.bytes) }

  @Test func `unsigned code has no signature and no flaw`() throws {
    let verdict = try SignedSample.verdicts(SampleCode().bytes)[0]
    #expect(verdict.signature == nil && verdict.flaws == [] && verdict.signedData == nil)
  }

  @Test func `finds every page that was changed, once`() throws {
    var bytes = try Self.signed.get()
    #expect(try SignedSample.verdicts(bytes)[0].flaws == [])
    for offset in [0x4000, 0x8001, 0xf_ffff, 0x10_0000, 0x2f_ffff] { bytes[offset] ^= 1 }
    let verdict = try SignedSample.verdicts(bytes)[0]
    #expect(verdict.flaws == [.pages(count: 5, first: 0x4000..<0x8000)])
    #expect(
      verdict.alteredRanges == [0x4000..<0xc000, 0xf_c000..<0x10_4000, 0x2f_c000..<0x30_0000])
  }

  @Test func `the last page ends with the code`() throws {
    let bytes = try SignedSample.adHoc(SampleCode(textSize: 0x4000, linkEditSize: 32).bytes)
    let verdict = try SignedSample.verdicts(bytes.flipped(at: 0x4000 + 31))[0]
    #expect(verdict.flaws == [.pages(count: 1, first: 0x4000..<0x4020)])
  }

  @Test func `places in a universal binary are the file's`() throws {
    let bytes = try SignedSample.adHoc(
      SampleCode.universal([SampleCode(), SampleCode(cpuType: 12, cpuSubtype: 9)]))
    let start = try SignedSample.file(bytes).slices[1].range.lowerBound
    let verdicts = try SignedSample.verdicts(bytes.flipped(at: start + 0x2000))
    #expect(verdicts[0].flaws == [])
    #expect(verdicts[1].alteredRanges == [start + 0x2000..<start + 0x3000])
  }

  @Test func `tells of thousands of pages in a thousand ranges`() throws {
    var bytes = SampleCode(textSize: 0x90_0000).bytes
    var parameters = SignedSample.parameters
    parameters.pageSize = .bytes(4096)
    bytes = try SignedSample.adHoc(bytes, parameters)
    for page in stride(from: 1, to: 2300, by: 2) { bytes[page * 4096] ^= 1 }
    let verdict = try SignedSample.verdicts(bytes, parameters)[0]
    #expect(verdict.flaws == [.pages(count: 1150, first: 0x1000..<0x2000)])
    #expect(verdict.alteredRanges.count == 1000)
  }

  @Test func `finds what was changed beside the code`() throws {
    let bytes = try Self.signed.get()
    var parameters = SignedSample.parameters
    parameters.infoPlist = []
    #expect(try SignedSample.verdicts(bytes, parameters)[0].flaws == [.slot(1)])
    parameters.infoPlist = nil
    #expect(try SignedSample.verdicts(bytes, parameters)[0].flaws == [.missing(slot: 1)])
    parameters = SignedSample.parameters
    parameters.codeResources = [1]
    #expect(try SignedSample.verdicts(bytes, parameters)[0].flaws == [.slot(3)])
    parameters.codeResources = nil
    #expect(try SignedSample.verdicts(bytes, parameters)[0].flaws == [.missing(slot: 3)])
    // Who does not know the bundle cannot say.
    let slice = try SignedSample.file(bytes).slices[0]
    #expect(
      try MachOVerifier.verify(slice, infoPlist: nil, codeResources: nil, workers: SignedSample.workers).flaws
        == [])
  }

  @Test func `a seal that is not signed is a flaw`() throws {
    var parameters = SignedSample.parameters
    parameters.codeResources = nil
    let bytes = try SignedSample.adHoc(SampleCode().bytes, parameters)
    #expect(try SignedSample.verdicts(bytes)[0].flaws == [.slot(3)])
  }

  @Test func `the property list in the code counts where there is no other`() throws {
    var parameters = SignedSample.parameters
    parameters.infoPlist = Array("<plist>in the code</plist>".utf8)
    let bytes = try SignedSample.adHoc(SampleCode(infoPlist: parameters.infoPlist).bytes, parameters)
    let slice = try SignedSample.file(bytes).slices[0]
    func flaws(_ infoPlist: [UInt8]?) throws -> [CodeFlaw] {
      try MachOVerifier.verify(
        slice, infoPlist: infoPlist, codeResources: nil, workers: SignedSample.workers
      ).flaws
    }
    #expect(try flaws(nil) == [])
    #expect(try flaws([]) == [.slot(1)])
  }

  /// Where a blob is in a signed file.
  private func place(of slot: UInt32, in bytes: [UInt8]) throws -> Int {
    let slice = try SignedSample.file(bytes).slices[0]
    let blob = try #require(try slice.signature()?.blob(slot))
    let start = try #require(slice.signatureRange).lowerBound
    return try #require((start..<bytes.count).first { bytes[$0...].starts(with: blob) })
  }

  @Test(arguments: [5, 7] as [UInt32])
  func `finds a blob that was changed or taken out`(_ slot: UInt32) throws {
    let bytes = try Self.signed.get()
    let place = try place(of: slot, in: bytes)
    #expect(try SignedSample.verdicts(bytes.flipped(at: place + 8))[0].flaws.first == .slot(slot))
    let slice = try SignedSample.file(bytes).slices[0]
    let start = try #require(slice.signatureRange).lowerBound
    let entry = try #require(
      (0..<8).map { start + 12 + $0 * 8 }.first { bytes[$0 + 3] == UInt8(slot) && bytes[$0 + 2] == 0 })
    // The index leads to the same blob under a slot that nobody knows.
    #expect(
      try SignedSample.verdicts(bytes.with(bigEndian: 0x99, at: entry))[0].flaws == [.missing(slot: slot)])
  }

  @Test func `finds a directory for less code or fewer pages`() throws {
    let bytes = try Self.signed.get()
    for slot in [0, 0x1000] as [UInt32] {
      let directory = try place(of: slot, in: bytes)
      let limit = try #require(try SignedSample.signatures(bytes)[0].directories.first).codeLimit
      let shorter = try SignedSample.verdicts(bytes.with(bigEndian: UInt32(limit - 1), at: directory + 32))[0]
        .flaws
      #expect(shorter.contains(.codeLimit(stated: limit - 1, actual: limit)))
      let pages = (limit + 0x3fff) / 0x4000
      #expect(
        try SignedSample.verdicts(bytes.with(bigEndian: UInt32(pages - 1), at: directory + 28))[0].flaws
          == [.pageCount(stated: pages - 1, needed: pages)])
      let longer = try SignedSample.verdicts(bytes.with(bigEndian: 0xffff_ffff, at: directory + 32))[0].flaws
      #expect(longer.contains(.codeLimit(stated: 0xffff_ffff, actual: limit)))
    }
  }

  @Test func `one page of all the code is read in pieces`() throws {
    let bytes = try Self.signed.get()
    let directory = try place(of: 0, in: bytes)
    var changed = bytes.with(bigEndian: 1, at: directory + 28)
    changed[directory + 39] = 0
    #expect(try SignedSample.verdicts(changed)[0].flaws.count == 1)
    let limit = try SignedSample.signatures(bytes)[0].best.codeLimit
    let hashes = directory + Int(bytes[directory + 19]) + Int(bytes[directory + 18]) << 8
    changed.replaceSubrange(hashes..<hashes + 20, with: Digest.hash(.sha1, Array(bytes[..<limit])))
    #expect(try SignedSample.verdicts(changed)[0].flaws == [])
    // And pages of four mebibytes.
    changed[directory + 39] = 22
    #expect(try SignedSample.verdicts(changed)[0].flaws == [])
  }

  @Test(.needs(.openssl)) func `a signature over another directory does not hold`() throws {
    let bytes = try SignedSample.signed(SampleCode().bytes)
    #expect(try SignedSample.verdicts(bytes)[0].flaws == [])
    // The flags are in no other hash.
    let directory = try place(of: 0, in: bytes)
    let flaws = try SignedSample.verdicts(bytes.flipped(at: directory + 15))[0].flaws
    #expect(flaws == [.signature(.messageDigestMismatch)])
  }

  @Test(.needs(.openssl)) func `a signature that names other directories does not hold`() throws {
    let bytes = try SignedSample.signed(SampleCode(platform: (2, 10 << 16, 13 << 16)).bytes)
    let alternate = try place(of: 0x1000, in: bytes)
    #expect(try SignedSample.verdicts(bytes.flipped(at: alternate + 15))[0].flaws == [.directories])
  }

  @Test func `every changed byte of a signature is found, or in nobody's way`() throws {
    let bytes = try SignedSample.adHoc(SampleCode(firstSection: 0x400, textSize: 0x800).bytes)
    let slice = try SignedSample.file(bytes).slices[0]
    let place = try #require(slice.signatureRange)
    let length = Int(bytes[place.lowerBound + 6]) << 8 | Int(bytes[place.lowerBound + 7])
    for offset in place.lowerBound..<place.lowerBound + length {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = bytes
        changed[offset] ^= mask
        _ = try? SignedSample.verdicts(changed)
      }
    }
  }
}
