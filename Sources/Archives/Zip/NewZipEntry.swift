package import Bytes

/// An entry that Slipway makes: its data is compressed already, so that a layout can be computed around it.
package struct NewZipEntry: Sendable {
  package let name: String
  /// 0 stored, 8 deflated.
  package let method: UInt16
  package let crc32: UInt32
  /// The bytes of the uncompressed data.
  package let size: Int
  /// The data as it will stand in the archive.
  package let data: any ByteSource
  /// MS-DOS time and date.
  package var time: UInt16
  package var date: UInt16
  /// Unix mode in the upper half, MS-DOS attributes in the lower; 0 for package formats that carry none.
  package var externalAttributes: UInt32 = 0

  /// The name is UTF-8 (APPNOTE.TXT 4.4.4, bit 11).
  static let flags: UInt16 = 0x0800
  /// Deflate and folders take version 2.0 (APPNOTE.TXT 4.4.3).
  static let version: UInt16 = 20

  package init(
    name: String, method: UInt16, crc32: UInt32, size: Int, data: any ByteSource, time: UInt16, date: UInt16
  ) {
    self.name = name
    self.method = method
    self.crc32 = crc32
    self.size = size
    self.data = data
    self.time = time
    self.date = date
  }

  /// A signature file such as `META-INF/MANIFEST.MF`: zlib level 9, as apksig writes it.
  package static func signatureFile(name: String, contents: [UInt8], time: UInt16, date: UInt16) -> Self {
    guard let data = Deflate.signatureFile(contents) else {
      return stored(name: name, contents: contents, time: time, date: date)
    }
    return NewZipEntry(
      name: name, method: 8, crc32: CRC32.of(contents), size: contents.count, data: MemorySource(data),
      time: time,
      date: date)
  }

  /// An entry that is not compressed.
  package static func stored(name: String, contents: [UInt8], time: UInt16, date: UInt16) -> Self {
    NewZipEntry(
      name: name, method: 0, crc32: CRC32.of(contents), size: contents.count, data: MemorySource(contents),
      time: time, date: date)
  }

  /// The local header, without a data descriptor.
  func localHeader(extra: [UInt8]) -> [UInt8] {
    ZipLocalHeader.bytes(
      versionNeeded: Self.version, flags: Self.flags, method: method, time: time, date: date, crc32: crc32,
      compressedSize: data.count, size: size, name: Array(name.utf8), extra: extra)
  }

  /// What the central directory will say.
  func entry(headerOffset: Int) -> ZipEntry {
    Self.record(
      name: name, method: method, time: time, date: date, crc32: crc32, compressedSize: data.count,
      size: size,
      externalAttributes: externalAttributes, headerOffset: headerOffset)
  }

  /// A record for the central directory with what all new entries have in common.
  static func record(
    name: String, method: UInt16, time: UInt16, date: UInt16, crc32: UInt32, compressedSize: Int, size: Int,
    externalAttributes: UInt32, headerOffset: Int
  ) -> ZipEntry {
    // A Unix mode is one only when the entry says that it was made on Unix (APPNOTE.TXT 4.4.2).
    let madeOnUnix: UInt16 = externalAttributes >> 16 == 0 ? 0 : 0x0300
    return ZipEntry(
      name: name, nameBytes: Array(name.utf8), versionMadeBy: version | madeOnUnix, versionNeeded: version,
      flags: flags, method: method, time: time, date: date, crc32: crc32, compressedSize: compressedSize,
      size: size, volume: 0, internalAttributes: 0, externalAttributes: externalAttributes,
      headerOffset: headerOffset, extra: [], comment: [])
  }
}

extension ZipDirectory {
  /// The latest time among the entries that stay, as apksig stamps the entries it adds.
  ///
  /// 1 January 2009, 0:00, without any.
  package func latestTime(
    among stays: (ZipEntry) -> Bool = { _ in true }
  ) -> (time: UInt16, date: UInt16) {
    let latest = entries.filter(stays).max { ($0.date, $0.time) < ($1.date, $1.time) }
    return (latest?.time ?? 0, latest?.date ?? 0x3a21)
  }
}

extension ZipLocalHeader {
  /// The bytes of a local header.
  static func bytes(
    versionNeeded: UInt16, flags: UInt16, method: UInt16, time: UInt16, date: UInt16, crc32: UInt32,
    compressedSize: Int, size: Int, name: [UInt8], extra: [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fixedSize + name.count + extra.count)
    bytes.append(u32: signature)
    bytes.append(u16: versionNeeded)
    bytes.append(u16: flags)
    bytes.append(u16: method)
    bytes.append(u16: time)
    bytes.append(u16: date)
    bytes.append(u32: crc32)
    bytes.append(u32: UInt32(truncatingIfNeeded: compressedSize))
    bytes.append(u32: UInt32(truncatingIfNeeded: size))
    bytes.append(u16: UInt16(truncatingIfNeeded: name.count))
    bytes.append(u16: UInt16(truncatingIfNeeded: extra.count))
    bytes.append(contentsOf: name)
    bytes.append(contentsOf: extra)
    return bytes
  }
}
