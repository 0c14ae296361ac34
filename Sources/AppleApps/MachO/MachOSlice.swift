package import Bytes

/// The code for one architecture in a ``MachOFile``.
///
///     struct mach_header_64 { uint32_t magic; cpu_type_t cputype; cpu_subtype_t cpusubtype; uint32_t filetype,
///                             ncmds, sizeofcmds, flags, reserved; }
///     struct load_command   { uint32_t cmd, cmdsize; }
///
/// mach-o/loader.h. The 32-bit header lacks `reserved`.
package struct MachOSlice: Sendable {
  /// A segment, as its load command describes it; offsets are from the start of the slice.
  struct Segment: Sendable {
    let name: String
    let fileOffset: Int
    let fileSize: Int
    /// Where its load command begins.
    let commandOffset: Int
    /// Where the first of its sections that has bytes in the file begins; nil when none has.
    let firstSection: Int?
    let hasSections: Bool
  }

  package let source: any ByteSource
  /// Where the slice is in the file.
  package let range: Range<Int>
  package let name: String
  package let is64Bit: Bool
  let cpuType: UInt32
  let cpuSubtype: UInt32
  /// What the universal header calls the subtype, which may lack the flags of the slice's own; nil in a thin file.
  let universalSubtype: UInt32?
  package let fileType: MachOFileType
  /// Nil for code that does not say.
  package let platform: MachOPlatform?
  package let minimumVersion: MachOVersion?
  package let sdkVersion: MachOVersion?
  /// Whether the App Store encrypted the code (FairPlay).
  package let isEncrypted: Bool
  /// Where the code signature is, from the start of the slice; nil for code without one.
  package let signatureRange: Range<Int>?
  /// The install names of the libraries that it loads.
  package let linkedLibraries: [String]
  /// What the linker called this build, in its debug symbols too (LC_UUID): 16 bytes; nil for code without.
  package let uuid: [UInt8]?
  /// Header and load commands, as they stand.
  let header: [UInt8]
  /// Where the last load command ends.
  let commandsEnd: Int
  let segments: [Segment]
  /// Where LC_CODE_SIGNATURE begins; nil without one.
  let signatureCommandOffset: Int?
  let nameTables: NameTables
  /// Where the section `__TEXT,__info_plist` is; nil without one.
  private let infoPlistRange: Range<Int>?

  static let smallestHeader = 28
  /// Load commands of the largest apps take some dozens of kilobytes.
  private static let largestCommands = 4 << 20

  package var minimumOS: String? { minimumVersion?.description }
  package var sdk: String? { sdkVersion?.description }
  var headerSize: Int { is64Bit ? 32 : 28 }

  static func isThin(_ bigEndianMagic: UInt32) -> Bool {
    bigEndianMagic == 0xcefa_edfe || bigEndianMagic == 0xcffa_edfe
  }

  init(
    _ source: any ByteSource, range: Range<Int>, name: String, universalSubtype: UInt32? = nil
  ) throws(AppleError) {
    func malformed(_ structure: AppleStructure, _ field: String, _ offset: Int) -> AppleError {
      .malformed(structure, field: field, offset: range.lowerBound + offset, file: name)
    }
    let start = try wrapping { () throws(BytesError) in
      try source.bytes(at: range.lowerBound, count: Self.smallestHeader)
    }
    let magic = start.bigEndian32(0)
    guard Self.isThin(magic) else {
      if magic == 0xfeed_face || magic == 0xfeed_facf {
        throw .unsupported(.machO, feature: "big-endian byte order", file: name)
      }
      throw malformed(.machO, "magic", 0)
    }
    let is64Bit = magic == 0xcffa_edfe
    let headerSize = is64Bit ? 32 : 28
    let commandsSize = Int(start.littleEndian32(20))
    guard commandsSize <= Self.largestCommands, headerSize + commandsSize <= range.count else {
      throw malformed(.machO, "sizeofcmds", 20)
    }
    let header = try wrapping { () throws(BytesError) in
      try source.bytes(at: range.lowerBound, count: headerSize + commandsSize)
    }
    var commands = LoadCommands(
      header: header, start: headerSize, is64Bit: is64Bit, sliceSize: range.count,
      cpuType: start.littleEndian32(4))
    do throws(LoadCommands.Flaw) {
      try commands.read(count: Int(start.littleEndian32(16)))
    } catch {
      throw malformed(.loadCommand, error.field, error.offset)
    }
    self.source = source
    self.range = range
    self.name = name
    self.is64Bit = is64Bit
    self.header = header
    commandsEnd = commands.end
    cpuType = start.littleEndian32(4)
    cpuSubtype = start.littleEndian32(8)
    self.universalSubtype = universalSubtype
    fileType = MachOFileType(number: start.littleEndian32(12))
    platform = commands.platform
    minimumVersion = commands.minimumVersion
    sdkVersion = commands.sdkVersion
    isEncrypted = commands.isEncrypted
    signatureRange = commands.signatureRange
    linkedLibraries = commands.linkedLibraries
    segments = commands.segments
    signatureCommandOffset = commands.signatureCommandOffset
    infoPlistRange = commands.infoPlistRange
    uuid = commands.uuid
    nameTables = commands.nameTables
  }

  /// The name that Apple's tools give the architecture.
  package var architecture: String {
    switch (cpuType, cpuSubtype & 0x00ff_ffff) {
    case (7, _): "i386"
    case (0x0100_0007, 8): "x86_64h"
    case (0x0100_0007, _): "x86_64"
    case (12, 6): "armv6"
    case (12, 9): "armv7"
    case (12, 11): "armv7s"
    case (12, 12): "armv7k"
    case (12, _): "arm"
    case (0x0100_000c, 2): "arm64e"
    case (0x0100_000c, _): "arm64"
    case (0x0200_000c, _): "arm64_32"
    default: "cpu \(cpuType)"
    }
  }

  func segment(_ name: String) -> Segment? { segments.first { $0.name == name } }

  /// The slice alone.
  var content: any ByteSource {
    get throws(AppleError) {
      try wrapping { () throws(BytesError) in try SourceSlice(of: source, range: range) }
    }
  }

  /// The code signature; nil for code without one.
  ///
  /// - Throws: ``AppleError``: `malformed` when it contradicts its format; `tooLarge`; `bytes`.
  package func signature() throws(AppleError) -> CodeSignature? {
    guard let place = signatureRange else { return nil }
    guard place.count <= CodeSignature.largest else {
      throw .tooLarge(
        .codeSignature, field: "datasize", size: place.count, limit: CodeSignature.largest, file: name)
    }
    let offset = range.lowerBound + place.lowerBound
    let bytes = try wrapping { () throws(BytesError) in try source.bytes(at: offset, count: place.count) }
    return try CodeSignature(bytes, file: name, offset: offset)
  }

  /// The `Info.plist` that is linked into the code; nil without one.
  ///
  /// - Throws: ``AppleError/bytes(_:)``.
  package func embeddedInfoPlist() throws(AppleError) -> [UInt8]? {
    guard let place = infoPlistRange, place.count <= AppBundle.largestInfo else { return nil }
    return try wrapping { () throws(BytesError) in
      try source.bytes(at: range.lowerBound + place.lowerBound, count: place.count)
    }
  }
}
