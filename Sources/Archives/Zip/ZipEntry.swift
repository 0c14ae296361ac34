import Bytes

/// One entry, as the central directory describes it.
///
/// Local headers are consulted only for where the data begins.
///
///     central file header signature   4 bytes  (0x02014b50)
///     version made by                 2 bytes
///     version needed to extract       2 bytes
///     general purpose bit flag        2 bytes
///     compression method              2 bytes
///     last mod file time              2 bytes
///     last mod file date              2 bytes
///     crc-32                          4 bytes
///     compressed size                 4 bytes
///     uncompressed size               4 bytes
///     file name length                2 bytes
///     extra field length              2 bytes
///     file comment length             2 bytes
///     disk number start               2 bytes
///     internal file attributes        2 bytes
///     external file attributes        4 bytes
///     relative offset of local header 4 bytes
///     file name, extra field, file comment
///
/// APPNOTE.TXT 4.3.12.
package struct ZipEntry: Equatable, Sendable {
  /// The name as text; bytes that are not UTF-8 are replaced.
  ///
  /// For people and for well-known names.
  package let name: String
  /// The name as the archive has it.
  ///
  /// Names are compared by these bytes.
  package let nameBytes: [UInt8]
  package let versionMadeBy: UInt16
  package let versionNeeded: UInt16
  /// Bit 0: encrypted; bit 3: sizes and checksum follow the data; bit 11: the name is UTF-8.
  package let flags: UInt16
  /// 0 stored, 8 deflated.
  ///
  /// Android inflates whatever is not stored.
  package let method: UInt16
  /// MS-DOS time and date.
  package let time: UInt16
  package let date: UInt16
  /// Of the uncompressed data.
  package let crc32: UInt32
  /// The bytes of data in the archive, as the central directory states them.
  package let compressedSize: Int
  /// The bytes of the uncompressed data, as the central directory states them: a claim until it has been inflated.
  package let size: Int
  /// The volume that the record names; without meaning in an archive of one.
  let volume: UInt16
  package let internalAttributes: UInt16
  package let externalAttributes: UInt32
  /// Where the local header begins, from the start of the archive.
  ///
  /// Lies before the central directory.
  package let headerOffset: Int
  /// The extra field of the central directory; the local header has one of its own.
  package let extra: [UInt8]
  package let comment: [UInt8]

  package var isStored: Bool { method == 0 }
  package var isDirectory: Bool { nameBytes.last == UInt8(ascii: "/") }
  /// Whether the data is the text of a symbolic link: by its Unix mode, from Unix (3) or macOS (19).
  ///
  /// APPNOTE.TXT 4.4.2.
  var isLink: Bool {
    [3, 19].contains(versionMadeBy >> 8) && externalAttributes >> 16 & 0o170000 == 0o120000
  }
  var isEncrypted: Bool { flags & 0x0001 != 0 }
  var hasDataDescriptor: Bool { flags & 0x0008 != 0 }

  static let signature: UInt32 = 0x0201_4b50
  static let fixedSize = 46
}

extension ZipEntry {
  /// Reads the record at the start of `bytes`, or gives nil when it is cut off or has no signature.
  ///
  /// Sizes and the offset are taken as they stand; ``ZipDirectory`` judges them.
  init?(record bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.fixedSize, bytes.u32(0) == Self.signature else { return nil }
    let nameEnd = Self.fixedSize + Int(bytes.u16(28))
    let extraEnd = nameEnd + Int(bytes.u16(30))
    let end = extraEnd + Int(bytes.u16(32))
    guard end <= bytes.count else { return nil }
    versionMadeBy = bytes.u16(4)
    versionNeeded = bytes.u16(6)
    flags = bytes.u16(8)
    method = bytes.u16(10)
    time = bytes.u16(12)
    date = bytes.u16(14)
    crc32 = bytes.u32(16)
    compressedSize = Int(bytes.u32(20))
    size = Int(bytes.u32(24))
    volume = bytes.u16(34)
    internalAttributes = bytes.u16(36)
    externalAttributes = bytes.u32(38)
    headerOffset = Int(bytes.u32(42))
    nameBytes = [UInt8](bytes[Self.fixedSize..<nameEnd])
    name = String(decoding: nameBytes, as: UTF8.self)
    extra = [UInt8](bytes[nameEnd..<extraEnd])
    comment = [UInt8](bytes[extraEnd..<end])
  }

  /// The length of the record in the central directory, in bytes.
  var recordSize: Int { Self.fixedSize + nameBytes.count + extra.count + comment.count }

  /// The same entry at another place and with other flags.
  func moved(to headerOffset: Int, flags: UInt16) -> ZipEntry {
    ZipEntry(
      name: name, nameBytes: nameBytes, versionMadeBy: versionMadeBy, versionNeeded: versionNeeded,
      flags: flags,
      method: method, time: time, date: date, crc32: crc32, compressedSize: compressedSize, size: size,
      volume: volume, internalAttributes: internalAttributes, externalAttributes: externalAttributes,
      headerOffset: headerOffset, extra: extra, comment: comment)
  }

  /// Appends the record for the central directory.
  func appendRecord(to bytes: inout [UInt8]) {
    bytes.append(u32: Self.signature)
    bytes.append(u16: versionMadeBy)
    bytes.append(u16: versionNeeded)
    bytes.append(u16: flags)
    bytes.append(u16: method)
    bytes.append(u16: time)
    bytes.append(u16: date)
    bytes.append(u32: crc32)
    bytes.append(u32: UInt32(truncatingIfNeeded: compressedSize))
    bytes.append(u32: UInt32(truncatingIfNeeded: size))
    bytes.append(u16: UInt16(truncatingIfNeeded: nameBytes.count))
    bytes.append(u16: UInt16(truncatingIfNeeded: extra.count))
    bytes.append(u16: UInt16(truncatingIfNeeded: comment.count))
    bytes.append(u16: volume)
    bytes.append(u16: internalAttributes)
    bytes.append(u32: externalAttributes)
    bytes.append(u32: UInt32(truncatingIfNeeded: headerOffset))
    bytes.append(contentsOf: nameBytes)
    bytes.append(contentsOf: extra)
    bytes.append(contentsOf: comment)
  }
}
