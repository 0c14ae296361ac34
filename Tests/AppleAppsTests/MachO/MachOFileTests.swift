import AppleApps
import Bytes
import Testing

@Suite struct MachOFileTests {
  private func read(_ bytes: [UInt8]) throws -> MachOFile {
    try MachOFile(reading: MemorySource(bytes), name: "code")
  }

  @Test func `reads what a slice says of itself`() throws {
    var sample = SampleCode()
    sample.infoPlist = Array("<plist/>".utf8)
    sample.libraries = ["/usr/lib/libSystem.B.dylib", "@rpath/Acme.framework/Acme"]
    let file = try read(sample.bytes)
    let slice = try #require(file.slices.first)
    #expect(!file.isUniversal && file.slices.count == 1)
    #expect(slice.architecture == "arm64" && slice.fileType == .executable && slice.is64Bit)
    #expect(slice.platform == .ios && slice.minimumOS == "15.0" && slice.sdk == "26.1")
    #expect(slice.linkedLibraries == sample.libraries)
    #expect(!slice.isEncrypted && slice.signatureRange == nil)
    #expect(try slice.signature() == nil)
    #expect(try slice.embeddedInfoPlist() == sample.infoPlist)
    #expect(slice.range == 0..<sample.bytes.count)
  }

  @Test(
    arguments: [
      (0x0100_000c, 0, "arm64"), (0x0100_000c, 0x8000_0002, "arm64e"), (0x0200_000c, 1, "arm64_32"),
      (12, 9, "armv7"), (12, 11, "armv7s"), (12, 12, "armv7k"), (0x0100_0007, 0x8000_0003, "x86_64"),
      (0x0100_0007, 8, "x86_64h"), (7, 3, "i386"), (18, 0, "cpu 18"),
    ] as [(UInt32, UInt32, String)])
  func `names architectures as Apple does`(_ type: UInt32, _ subtype: UInt32, _ name: String) throws {
    let slice = try read(SampleCode(cpuType: type, cpuSubtype: subtype).bytes).slices[0]
    #expect(slice.architecture == name)
  }

  @Test(
    arguments: [
      (0x24, 0x0100_000c, .macos), (0x25, 0x0100_000c, .ios), (0x25, 0x0100_0007, .iosSimulator),
      (0x2f, 12, .tvos), (0x2f, 7, .tvosSimulator), (0x30, 12, .watchos), (0x30, 7, .watchosSimulator),
    ] as [(UInt32, UInt32, MachOPlatform)])
  func `takes the platform from old load commands`(
    _ command: UInt32, _ cpu: UInt32, _ platform: MachOPlatform
  ) throws {
    let old = SampleCode.words(command, 16, 9 << 16 | 3 << 8 | 1, 0)
    let slice = try read(SampleCode(cpuType: cpu, platform: nil, moreCommands: [old]).bytes).slices[0]
    #expect(slice.platform == platform && slice.minimumOS == "9.3.1" && slice.sdk == "0.0")
  }

  @Test func `goes by the first platform where there are two`() throws {
    let catalyst = SampleCode.words(0x32, 24, 6, 14 << 16, 14 << 16, 0)
    for (number, platform) in [(1, MachOPlatform.macos), (200, nil)] {
      let sample = SampleCode(platform: (UInt32(number), 11 << 16, 12 << 16), moreCommands: [catalyst])
      let slice = try read(sample.bytes).slices[0]
      #expect(slice.platform == platform && slice.minimumOS == "11.0")
    }
  }

  @Test func `reads 32-bit code`() throws {
    let sample = SampleCode(is64Bit: false, cpuType: 12, cpuSubtype: 9, fileType: 6, cryptID: 1)
    let slice = try read(sample.bytes).slices[0]
    #expect(slice.architecture == "armv7" && slice.fileType == .dylib && slice.isEncrypted && !slice.is64Bit)
  }

  @Test func `sees that code is encrypted, whatever the next command says`() throws {
    let plain = SampleCode.words(0x2c, 24, 0, 0, 0, 0)
    #expect(try read(SampleCode(cryptID: 1, moreCommands: [plain]).bytes).slices[0].isEncrypted)
    #expect(try !read(SampleCode(cryptID: 0).bytes).slices[0].isEncrypted)
  }

  @Test func `reads every architecture of a universal binary`() throws {
    let bytes = SampleCode.universal([
      SampleCode(), SampleCode(cpuType: 0x0100_0007, cpuSubtype: 3, platform: (7, 15 << 16, 26 << 16)),
    ])
    let file = try read(bytes)
    #expect(file.isUniversal && file.slices.map(\.architecture) == ["arm64", "x86_64"])
    #expect(file.slices.map(\.platform) == [.ios, .iosSimulator])
    #expect(file.slices[0].range.lowerBound == 4096)
  }

  @Test func `tells code from what begins like it`() {
    #expect(MachOFile.isMachO(SampleCode().bytes))
    #expect(MachOFile.isMachO(SampleCode(is64Bit: false).bytes))
    #expect(MachOFile.isMachO(SampleCode.universal([SampleCode()])))
    // A Java class of version 52.
    #expect(!MachOFile.isMachO([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52]))
    #expect(!MachOFile.isMachO(Array("!<arch>\n".utf8)))
    #expect(!MachOFile.isMachO([0xcf, 0xfa, 0xed, 0xfe]) && !MachOFile.isMachO([]))
  }

  private static let thin = SampleCode(firstSection: 0x400, textSize: 0x800).bytes
  private static let text = 32
  private static let linkEdit = 32 + 72 + 80

  @Test(
    arguments: [
      ("an empty file", [], .machO, "length"),
      ("another magic", thin.with(0x7f45_4c46, at: 0), .machO, "magic"),
      ("commands longer than the file", thin.with(0x10_0000, at: 20), .machO, "sizeofcmds"),
      ("commands longer than anybody's", thin.with(0xffff_ffff, at: 20), .machO, "sizeofcmds"),
      ("more commands than fit", thin.with(1000, at: 16), .loadCommand, "ncmds"),
      ("commands without end", thin.with(0xffff_ffff, at: 16), .loadCommand, "ncmds"),
      ("a command of no length", thin.with(0, at: text + 4), .loadCommand, "cmdsize"),
      ("a command of an odd length", thin.with(153, at: text + 4), .loadCommand, "cmdsize"),
      ("a command longer than all", thin.with(0xffff_fffc, at: text + 4), .loadCommand, "cmdsize"),
      ("more sections than fit", thin.with(2, at: text + 64), .loadCommand, "nsects"),
      ("sections without end", thin.with(0xffff_ffff, at: text + 64), .loadCommand, "nsects"),
      (
        "a segment behind the end", thin.with(0xff_ffff, at: linkEdit + 40), .loadCommand,
        "fileoff and filesize"
      ),
      (
        "a segment that is too long", thin.with(0xff_ffff, at: linkEdit + 48), .loadCommand,
        "fileoff and filesize"
      ),
      (
        "a segment at the end of numbers", thin.with(0xffff_ffff, at: linkEdit + 44), .loadCommand,
        "fileoff and filesize"
      ),
      (
        "a signature behind the end",
        SampleCode(moreCommands: [SampleCode.words(0x1d, 16, 0xffff_fff0, 0x20)]).bytes, .loadCommand,
        "dataoff and datasize"
      ),
      (
        "two signatures",
        SampleCode(moreCommands: [SampleCode.words(0x1d, 16, 0, 16), SampleCode.words(0x1d, 16, 0, 16)])
          .bytes,
        .loadCommand, "LC_CODE_SIGNATURE, which is there twice"
      ),
      (
        "a short signature command", SampleCode(moreCommands: [SampleCode.words(0x1d, 12, 0)]).bytes,
        .loadCommand, "cmdsize"
      ),
      (
        "a library named outside of its command",
        SampleCode(moreCommands: [SampleCode.words(0xc, 16, 400, 0)]).bytes, .loadCommand, "name"
      ),
    ] as [(String, [UInt8], AppleStructure, String)])
  func `refuses what contradicts itself`(
    _ flaw: String, _ bytes: [UInt8], _ structure: AppleStructure, _ field: String
  ) {
    let error = #expect(throws: AppleError.self) { try self.read(bytes) }
    guard case .malformed(structure, field: field, offset: _, file: "code") = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  private static let universal = SampleCode.universal([
    SampleCode(textSize: 0x2000), SampleCode(cpuType: 12, cpuSubtype: 9, textSize: 0x2000),
  ])

  @Test(
    arguments: [
      ("no architecture", universal.with(bigEndian: 0, at: 4), "nfat_arch"),
      ("hundreds of architectures", universal.with(bigEndian: 400, at: 4), "nfat_arch"),
      ("a slice in the header", universal.with(bigEndian: 16, at: 16), "offset and size"),
      ("a slice behind the end", universal.with(bigEndian: 0xffff_f000, at: 16), "offset and size"),
      ("a slice that is too long", universal.with(bigEndian: 0xffff_f000, at: 20), "offset and size"),
      ("a slice of nothing", universal.with(bigEndian: 0, at: 20), "offset and size"),
      ("a slice in another", universal.with(bigEndian: 4096, at: 36), "offset, inside another slice"),
      (
        "another architecture than the slice's", universal.with(bigEndian: 7, at: 8),
        "cputype, unlike the slice's"
      ),
    ] as [(String, [UInt8], String)])
  func `refuses a universal header that lies`(_ flaw: String, _ bytes: [UInt8], _ field: String) {
    let error = #expect(throws: AppleError.self) { try self.read(bytes) }
    guard case .malformed(.universalBinary, field: field, offset: _, file: "code") = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  @Test func `says what it does not read`() {
    #expect(throws: AppleError.unsupported(.universalBinary, feature: "64-bit offsets", file: "code")) {
      try self.read(Self.universal.with(bigEndian: 0xcafe_babf, at: 0))
    }
    #expect(throws: AppleError.unsupported(.machO, feature: "big-endian byte order", file: "code")) {
      try self.read(Self.thin.with(bigEndian: 0xfeed_facf, at: 0))
    }
  }

  @Test func `every truncation and every changed byte of the headers is read or refused`() throws {
    let bytes = Self.universal
    let end = 4096 + 600
    for count in 0..<end {
      #expect(throws: AppleError.self) { try self.read(Array(bytes[..<count])) }
    }
    for offset in Array(0..<64) + Array(4096..<end) {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = bytes
        changed[offset] ^= mask
        guard let file = try? read(changed) else { continue }
        for slice in file.slices { _ = (try? slice.signature(), try? slice.embeddedInfoPlist()) }
      }
    }
  }
}
