package import Bytes

/// Why an archive could not be read or written.
///
/// `archive` is the name the caller gave, as a rule the path; `entry` is the member's name as the archive has it and
/// therefore hostile text. Offsets are bytes from the start of the archive.
package enum ArchiveError: Error, Equatable, Sendable {
  /// The file under the archive, or the one being written, failed.
  case bytes(BytesError)
  /// The bytes are of no format that is read here.
  case notAnArchive(archive: String)
  /// A structure of a ZIP contradicts another, or ends too early.
  case damaged(archive: String, structure: ZipStructure, offset: Int, flaw: ZipFlaw)
  /// Well-formed, perhaps, but a kind of ZIP that package formats do not know.
  case unsupported(archive: String, feature: ZipFeature)
  case encrypted(archive: String, entry: String)
  case unknownCompression(archive: String, entry: String, method: UInt16)
  case duplicateEntry(archive: String, entry: String)
  /// The name is absolute or climbs out of the archive.
  case escapingEntry(archive: String, entry: String)
  /// The name is empty or has a NUL or a line break in it, or is no UTF-8 on disk.
  case malformedName(archive: String, entry: String)
  /// A link that leads out of the archive, or an entry that goes through a link.
  case escapingLink(archive: String, entry: String, target: String)
  /// A device, a socket, a pipe: no place in an archive of an app.
  case specialFile(archive: String, entry: String)
  /// Expands to more than `limit` bytes, in relation to its compressed size or at all.
  case bomb(archive: String, entry: String, size: Int, limit: Int)
  /// The data does not decompress to what the archive says of it.
  case corruptEntry(archive: String, entry: String)
  case missingEntry(archive: String, entry: String)
  /// More entries than are read from one archive.
  case tooManyEntries(archive: String, limit: Int)
  /// What would be written does not fit the format: offsets and sizes of a ZIP are 32 bits wide.
  case tooLarge(archive: String, entry: String?, size: Int, limit: Int)
  /// libarchive cannot be loaded, with the reason.
  case libraryMissing(reason: String)
  /// libarchive refused, with its reason.
  case library(archive: String, entry: String?, reason: String)
  /// The artifact as read back is not what was meant to be written.
  case readBack(archive: String, entry: String, flaw: ReadBackFlaw)
}

/// The structures of a ZIP, in the words of its specification (APPNOTE.TXT 4.3).
package enum ZipStructure: String, Sendable {
  case localHeader = "local file header"
  case entryData = "file data"
  case centralDirectory = "central directory"
  case endRecord = "end of central directory record"
}

/// What is wrong with a structure of a ZIP.
package enum ZipFlaw: Equatable, Sendable {
  /// It is not in the file at all.
  case missing
  /// It does not begin with its signature.
  case signature
  /// It reaches beyond the file, or beyond the structure that must hold it.
  case outside
  /// There are bytes behind it where there must be none.
  case followed(count: Int)
  /// It lies on top of another entry. `entry` is the one that it belongs to.
  case overlap(entry: String)
  /// It has another name than the central directory gives.
  case name(entry: String)
  /// It says `stated` where `actual` is the truth: a count, a size or an offset.
  case number(stated: Int, actual: Int)
}

/// Kinds of ZIP that no package format allows.
package enum ZipFeature: Equatable, Sendable {
  case zip64
  case severalVolumes
  case moreThan4GiB
  /// A central directory larger than `limit` bytes.
  case hugeDirectory(limit: Int)
}

/// How a read-back artifact differs from what was meant.
package enum ReadBackFlaw: Equatable, Sendable {
  case missing
  case unexpected
  case size(written: Int, read: Int)
  case checksum(written: UInt32, read: UInt32)
  case place(written: Range<Int>, read: Range<Int>)
}
