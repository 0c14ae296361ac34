package import Bytes

/// A Mach-O file: code for one architecture, or a universal binary with code for several.
///
///     struct fat_header { uint32_t magic; uint32_t nfat_arch; }
///     struct fat_arch   { cpu_type_t cputype; cpu_subtype_t cpusubtype; uint32_t offset, size, align; }
///
/// The universal header is big-endian (mach-o/fat.h); what is in it is in the byte order of its own architecture, which is
/// little-endian on every platform that there still is.
package struct MachOFile: Sendable {
  package let source: any ByteSource
  /// What errors call the file.
  package let name: String
  package let isUniversal: Bool
  package let slices: [MachOSlice]

  static let universalMagic: UInt32 = 0xcafe_babe
  private static let universal64Magic: UInt32 = 0xcafe_babf
  /// Java class files begin as universal binaries do, and go on with a version number above this.
  private static let mostArchitectures = 20
  private static let archSize = 20

  /// Whether a file that begins so is a Mach-O file.
  ///
  /// - Parameter head: the first eight bytes at least.
  package static func isMachO(_ head: [UInt8]) -> Bool {
    guard head.count >= 8 else { return false }
    let magic = head.bigEndian32(0)
    if magic == universalMagic || magic == universal64Magic {
      return (1...mostArchitectures).contains(Int(head.bigEndian32(4)))
    }
    return MachOSlice.isThin(magic)
  }

  /// Reads the headers and load commands, of every architecture.
  ///
  /// - Throws: ``AppleError``: `malformed` for headers that lie; `unsupported` for 64-bit universal headers and for
  ///   big-endian code; `bytes`.
  package init(reading source: any ByteSource, name: String) throws(AppleError) {
    self.source = source
    self.name = name
    guard source.count >= MachOSlice.smallestHeader else {
      throw .malformed(.machO, field: "length", offset: 0, file: name)
    }
    let head = try wrapping { () throws(BytesError) in try source.bytes(at: 0, count: 8) }
    switch head.bigEndian32(0) {
    case Self.universal64Magic:
      throw .unsupported(.universalBinary, feature: "64-bit offsets", file: name)
    case Self.universalMagic:
      isUniversal = true
      slices = try Self.slices(of: source, count: Int(head.bigEndian32(4)), name: name)
    default:
      isUniversal = false
      slices = [try MachOSlice(source, range: 0..<source.count, name: name)]
    }
  }

  private static func slices(
    of source: any ByteSource, count: Int, name: String
  ) throws(AppleError) -> [MachOSlice] {
    guard (1...mostArchitectures).contains(count) else {
      throw .malformed(.universalBinary, field: "nfat_arch", offset: 4, file: name)
    }
    let headerEnd = 8 + count * archSize
    guard headerEnd <= source.count else {
      throw .malformed(.universalBinary, field: "length", offset: source.count, file: name)
    }
    let header = try wrapping { () throws(BytesError) in try source.bytes(at: 0, count: headerEnd) }
    var slices: [MachOSlice] = []
    for index in 0..<count {
      let at = 8 + index * archSize
      let (offset, size) = (Int(header.bigEndian32(at + 8)), Int(header.bigEndian32(at + 12)))
      guard offset >= headerEnd, size >= MachOSlice.smallestHeader, offset + size <= source.count else {
        throw .malformed(.universalBinary, field: "offset and size", offset: at + 8, file: name)
      }
      let range = offset..<offset + size
      guard !slices.contains(where: { $0.range.overlaps(range) }) else {
        throw .malformed(.universalBinary, field: "offset, inside another slice", offset: at + 8, file: name)
      }
      let slice = try MachOSlice(
        source, range: range, name: name, universalSubtype: header.bigEndian32(at + 4))
      guard slice.cpuType == header.bigEndian32(at) else {
        throw .malformed(.universalBinary, field: "cputype, unlike the slice's", offset: at, file: name)
      }
      slices.append(slice)
    }
    return slices
  }
}

extension [UInt8] {
  /// Four bytes at an index, most significant first.
  func bigEndian32(_ index: Int) -> UInt32 {
    self[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Four bytes at an index, least significant first.
  func littleEndian32(_ index: Int) -> UInt32 {
    self[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Eight bytes at an index, least significant first.
  func littleEndian64(_ index: Int) -> UInt64 {
    self[index..<index + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func replace(u32 value: UInt32, at index: Int) {
    for byte in 0..<4 { self[index + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
  }

  mutating func replace(u64 value: UInt64, at index: Int) {
    for byte in 0..<8 { self[index + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte))) }
  }

  mutating func append(bigEndian value: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func append(bigEndian value: UInt64) {
    append(bigEndian: UInt32(truncatingIfNeeded: value >> 32))
    append(bigEndian: UInt32(truncatingIfNeeded: value))
  }
}
