import Bytes
import Releases

@testable import Archives

/// A ZIP archive with entries that are mostly zeros, of which nothing is kept: packages of gigabytes cost nothing.
struct HollowZip: ByteSource {
  struct Entry {
    let name: String
    /// What the entry's data begins with.
    var head: [UInt8] = []
    /// How many zeros come then.
    var zeros = 0
    /// Of an entry that is compressed: ``head`` is its compressed data, and this its size.
    var inflatedSize: Int?
    var crc32: UInt32 = 0
  }

  private var parts: [(offset: Int, bytes: [UInt8])] = []
  private(set) var count = 0

  init(_ entries: [Entry]) {
    var directory: [UInt8] = []
    for entry in entries {
      let offset = count
      let stored = entry.head.count + entry.zeros
      var common: [UInt8] = []
      common.append(u16: 20)
      common.append(u16: 0x0800)
      common.append(u16: entry.inflatedSize == nil ? 0 : 8)
      common.append(u32: 0x21_0000)
      common.append(u32: entry.crc32)
      common.append(u32: UInt32(stored))
      common.append(u32: UInt32(entry.inflatedSize ?? stored))
      common.append(u16: UInt16(entry.name.utf8.count))
      var header: [UInt8] = []
      header.append(u32: 0x0403_4b50)
      append(header + common + [0, 0] + Array(entry.name.utf8) + entry.head, zeros: entry.zeros)
      directory.append(u32: 0x0201_4b50)
      directory += [20, 0] + common + [UInt8](repeating: 0, count: 12)
      directory.append(u32: UInt32(offset))
      directory += Array(entry.name.utf8)
    }
    var end: [UInt8] = []
    end.append(u32: 0x0605_4b50)
    end += [0, 0, 0, 0]
    end.append(u16: UInt16(entries.count))
    end.append(u16: UInt16(entries.count))
    end.append(u32: UInt32(directory.count))
    end.append(u32: UInt32(count))
    append(directory + end + [0, 0], zeros: 0)
  }

  private mutating func append(_ bytes: [UInt8], zeros: Int) {
    parts.append((count, bytes))
    count += bytes.count + zeros
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard offset >= 0, offset + buffer.count <= count else {
      throw .truncated(path: "", offset: offset, wanted: buffer.count)
    }
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    for part in parts {
      let wanted = (offset..<offset + buffer.count).clamped(to: part.offset..<part.offset + part.bytes.count)
      for place in wanted { buffer[place - offset] = part.bytes[place - part.offset] }
    }
  }

  /// A package with one entry, its manifest, and further ones.
  static func package(_ format: PackageFormat, _ more: [Entry]) throws -> HollowZip {
    let manifest =
      format == .aab ? try ManifestFixture.proto("release") : try ManifestFixture.binary("release")
    let name = format == .aab ? "base/manifest/AndroidManifest.xml" : "AndroidManifest.xml"
    return HollowZip([Entry(name: name, head: manifest, crc32: CRC32.of(manifest))] + more)
  }

  /// A package that is larger than Google Play takes it.
  static func package(_ format: PackageFormat) throws -> HollowZip {
    try package(
      format,
      [
        format == .aab
          ? Entry(name: "base/assets/film.mp4", zeros: 201 << 20)
          : Entry(name: "assets/film.mp4", zeros: 101 << 20)
      ])
  }
}
