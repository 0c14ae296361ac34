/// The load commands behind a Mach-O header, as far as signing wants to know of them.
struct LoadCommands {
  /// What contradicts the format, and where from the start of the slice.
  struct Flaw: Error {
    let field: String
    let offset: Int
  }

  let header: [UInt8]
  /// Where the commands begin.
  let start: Int
  let is64Bit: Bool
  let sliceSize: Int
  let cpuType: UInt32

  /// Where the last command ends; the header may state more room than that.
  private(set) var end = 0
  private(set) var segments: [MachOSlice.Segment] = []
  private(set) var platform: MachOPlatform?
  /// Whether a command says which platform the code is for, be it one that is not known here.
  private var hasPlatform = false
  private(set) var minimumVersion: MachOVersion?
  private(set) var sdkVersion: MachOVersion?
  private(set) var isEncrypted = false
  private(set) var signatureRange: Range<Int>?
  private(set) var signatureCommandOffset: Int?
  private(set) var linkedLibraries: [String] = []
  private(set) var infoPlistRange: Range<Int>?
  private(set) var uuid: [UInt8]?
  private(set) var nameTables: NameTables

  init(header: [UInt8], start: Int, is64Bit: Bool, sliceSize: Int, cpuType: UInt32) {
    self.header = header
    self.start = start
    self.is64Bit = is64Bit
    self.sliceSize = sliceSize
    self.cpuType = cpuType
    nameTables = NameTables(is64Bit: is64Bit, sliceSize: sliceSize)
  }

  /// Reads so many commands, which must fit the room that the header states for them.
  mutating func read(count: Int) throws(Flaw) {
    var position = start
    for _ in 0..<min(count, header.count / 8 + 1) {
      guard header.count - position >= 8 else { throw Flaw(field: "ncmds", offset: 16) }
      let size = Int(header.littleEndian32(position + 4))
      guard size >= 8, size.isMultiple(of: 4), size <= header.count - position else {
        throw Flaw(field: "cmdsize", offset: position + 4)
      }
      try read(header.littleEndian32(position), at: position, size: size)
      position += size
    }
    guard count <= header.count / 8 else { throw Flaw(field: "ncmds", offset: 16) }
    end = position
  }

  private mutating func read(_ command: UInt32, at offset: Int, size: Int) throws(Flaw) {
    func number(_ index: Int) throws(Flaw) -> UInt32 {
      guard index + 4 <= size else { throw Flaw(field: "cmdsize", offset: offset + 4) }
      return header.littleEndian32(offset + index)
    }
    switch command {
    case 0x1 where !is64Bit, 0x19 where is64Bit: try readSegment(at: offset, size: size)
    case 0x1d:
      guard signatureCommandOffset == nil else {
        throw Flaw(field: "LC_CODE_SIGNATURE, which is there twice", offset: offset)
      }
      signatureCommandOffset = offset
      signatureRange = try fileRange(
        Int(try number(8)), Int(try number(12)), field: "dataoff and datasize", at: offset + 8)
    case 0x32:
      // Code for macOS and Mac Catalyst alike has two of these; what it is first of all stands first.
      guard !hasPlatform else { break }
      hasPlatform = true
      platform = MachOPlatform(number: try number(8))
      minimumVersion = MachOVersion(number: try number(12))
      sdkVersion = MachOVersion(number: try number(16))
    case 0x24, 0x25, 0x2f, 0x30:
      guard !hasPlatform else { break }
      hasPlatform = true
      // Before there was LC_BUILD_VERSION, Intel code for a device's system was the simulator's.
      let isIntel = cpuType & 0xff == 7
      platform =
        switch command {
        case 0x24: .macos
        case 0x25: isIntel ? .iosSimulator : .ios
        case 0x2f: isIntel ? .tvosSimulator : .tvos
        default: isIntel ? .watchosSimulator : .watchos
        }
      minimumVersion = MachOVersion(number: try number(8))
      sdkVersion = MachOVersion(number: try number(12))
    // Of another size it says nothing.
    case 0x1b where size == 24: uuid = uuid ?? Array(header[offset + 8..<offset + 24])
    case 0x21, 0x2c: isEncrypted = try number(16) != 0 || isEncrypted
    case 0xc, 0x8000_0018, 0x8000_001f, 0x20, 0x8000_0023:
      let name = Int(try number(8))
      guard name >= 8, name < size else { throw Flaw(field: "name", offset: offset + 8) }
      let bytes = header[offset + name..<offset + size].prefix { $0 != 0 }
      linkedLibraries.append(String(decoding: bytes, as: UTF8.self))
    case 0x2, 0xb, 0x22, 0x8000_0022, 0x8000_0034:
      nameTables.read(
        command, stride(from: offset + 8, to: offset + size, by: 4).map { Int(header.littleEndian32($0)) })
    default: break
    }
  }

  /// `segment_command` and the sections behind it.
  private mutating func readSegment(at offset: Int, size: Int) throws(Flaw) {
    let (fixed, sectionSize) = is64Bit ? (72, 80) : (56, 68)
    guard size >= fixed else { throw Flaw(field: "cmdsize", offset: offset + 4) }
    let (fileOffset, fileSize) =
      is64Bit
      ? (header.littleEndian64(offset + 40), header.littleEndian64(offset + 48))
      : (UInt64(header.littleEndian32(offset + 32)), UInt64(header.littleEndian32(offset + 36)))
    guard fileOffset <= UInt64(sliceSize), fileSize <= UInt64(sliceSize) - fileOffset else {
      throw Flaw(field: "fileoff and filesize", offset: offset + (is64Bit ? 40 : 32))
    }
    let count = Int(header.littleEndian32(offset + (is64Bit ? 64 : 48)))
    guard count <= (size - fixed) / sectionSize else {
      throw Flaw(field: "nsects", offset: offset + (is64Bit ? 64 : 48))
    }
    let segmentName = text(offset + 8)
    var firstSection: Int?
    for index in 0..<count {
      let section = offset + fixed + index * sectionSize
      let place = Int(header.littleEndian32(section + (is64Bit ? 48 : 40)))
      let length =
        is64Bit ? header.littleEndian64(section + 40) : UInt64(header.littleEndian32(section + 36))
      // What is filled with zeros has no bytes in the file: S_ZEROFILL, S_GB_ZEROFILL, S_THREAD_LOCAL_ZEROFILL.
      let kind = header.littleEndian32(section + (is64Bit ? 64 : 56)) & 0xff
      guard place != 0, ![0x1, 0xc, 0x12].contains(kind) else { continue }
      firstSection = min(firstSection ?? place, place)
      if segmentName == "__TEXT", text(section) == "__info_plist" {
        infoPlistRange = try fileRange(
          place, Int(clamping: length), field: "offset and size of __info_plist", at: section)
      }
      if segmentName == "__TEXT", text(section) == "__objc_methname" {
        nameTables.methodNames = nameTables.range(place, Int(clamping: length))
      }
    }
    segments.append(
      MachOSlice.Segment(
        name: segmentName, fileOffset: Int(fileOffset), fileSize: Int(fileSize), commandOffset: offset,
        firstSection: firstSection, hasSections: count > 0))
  }

  private func fileRange(
    _ offset: Int, _ count: Int, field: String, at place: Int
  ) throws(Flaw) -> Range<Int> {
    guard offset <= sliceSize, count <= sliceSize - offset else { throw Flaw(field: field, offset: place) }
    return offset..<offset + count
  }

  /// A name in 16 bytes.
  private func text(_ offset: Int) -> String {
    String(decoding: header[offset..<offset + 16].prefix { $0 != 0 }, as: UTF8.self)
  }
}
