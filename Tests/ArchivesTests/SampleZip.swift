import Bytes

@testable import Archives

/// A ZIP made record by record, so that tests can make it wrong in one place.
struct SampleZip {
  struct Entry {
    var name: [UInt8]
    var contents: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0x0800
    var localName: [UInt8]?
    var localExtra: [UInt8] = []
    var statedSize: Int?
    var statedCompressedSize: Int?
    var statedChecksum: UInt32?
    var statedOffset: Int?
    var localMethod: UInt16?
    /// Data that replaces what compressing the contents would give.
    var data: [UInt8]?

    init(_ name: String, _ contents: [UInt8] = Array("contents".utf8)) {
      self.name = Array(name.utf8)
      self.contents = contents
    }

    init(_ name: String, _ contents: [UInt8] = Array("contents".utf8), change: (inout Entry) -> Void) {
      self.init(name, contents)
      change(&self)
    }
  }

  var prefix: [UInt8] = []
  var entries: [Entry]
  var gap: [UInt8] = []
  var behindDirectory: [UInt8] = []
  var comment: [UInt8] = []
  var statedCount: Int?
  var statedDirectoryOffset: Int?
  var statedDirectorySize: Int?

  init(_ entries: Entry...) { self.entries = entries }
  init(_ entries: [Entry]) { self.entries = entries }

  var bytes: [UInt8] {
    var bytes = prefix
    var directory: [UInt8] = []
    for entry in entries {
      let data =
        entry.data
        ?? (entry.method == 0
          ? entry.contents : entry.contents.withUnsafeBytes { Deflate.whole($0, level: 6) })
      let hasDescriptor = entry.flags & 8 != 0
      let checksum = entry.statedChecksum ?? CRC32.of(entry.contents)
      let size = entry.statedSize ?? entry.contents.count
      let compressedSize = entry.statedCompressedSize ?? data.count
      let offset = entry.statedOffset ?? bytes.count
      bytes += ZipLocalHeader.bytes(
        versionNeeded: 20, flags: entry.flags, method: entry.localMethod ?? entry.method, time: 0,
        date: 0x3a21,
        crc32: hasDescriptor ? 0 : checksum, compressedSize: hasDescriptor ? 0 : compressedSize,
        size: hasDescriptor ? 0 : size, name: entry.localName ?? entry.name, extra: entry.localExtra)
      bytes += data
      if hasDescriptor {
        bytes.append(u32: 0x0807_4b50)
        bytes.append(u32: checksum)
        bytes.append(u32: UInt32(truncatingIfNeeded: compressedSize))
        bytes.append(u32: UInt32(truncatingIfNeeded: size))
      }
      ZipEntry(
        name: "", nameBytes: entry.name, versionMadeBy: 20, versionNeeded: 20, flags: entry.flags,
        method: entry.method, time: 0, date: 0x3a21, crc32: checksum, compressedSize: compressedSize,
        size: size,
        volume: 0, internalAttributes: 0, externalAttributes: 0, headerOffset: offset, extra: [], comment: []
      ).appendRecord(to: &directory)
    }
    bytes += gap
    let directoryOffset = bytes.count
    bytes += directory + behindDirectory
    bytes += ZipEndRecord.bytes(
      entryCount: statedCount ?? entries.count, directorySize: statedDirectorySize ?? directory.count,
      directoryOffset: statedDirectoryOffset ?? directoryOffset, comment: comment)
    return bytes
  }

  func directory() throws(ArchiveError) -> ZipDirectory {
    try ZipDirectory(reading: MemorySource(bytes), name: "sample.zip")
  }
}
