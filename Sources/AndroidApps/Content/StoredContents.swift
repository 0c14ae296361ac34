import Archives
import Synchronization

/// The SHA-256 of a package's stored entries, which are taken while the whole file is read anyway.
///
/// Which of them somebody will ask for need not be known yet: beside the file's own digest they cost next to nothing
/// (``StoredEntries``).
final class StoredContents: Sendable {
  /// What the file's windows go by; nil when there is nothing in it.
  let entries: StoredEntries?
  /// The numbers of the entries that are digested, by the offsets of their headers.
  private let numbers: [Int: Int]
  private let values: Values

  private final class Values: Sendable {
    let byNumber = Mutex<[Int: [UInt8]]>([:])
  }

  /// Leaves out what overlaps another stored entry, what has two sizes, and what has no place in the file.
  init(of directory: ZipDirectory) {
    var passing: [StoredEntries.Entry] = []
    var numbers: [Int: Int] = [:]
    var end = 0
    for entry in directory.entriesByOffset
    where entry.isStored && entry.size >= StoredEntries.smallest && entry.size == entry.compressedSize {
      guard let range = try? directory.dataRange(of: entry), range.lowerBound >= end,
        range.upperBound <= directory.source.count
      else { continue }
      end = range.upperBound
      numbers[entry.headerOffset] = passing.count
      passing.append(StoredEntries.Entry(range: range, crc32: entry.crc32, number: passing.count))
    }
    let values = Values()
    self.numbers = numbers
    self.values = values
    entries =
      passing.isEmpty
      ? nil
      : StoredEntries(passing) { number, value in values.byNumber.withLock { $0[number] = value } }
  }

  /// Whether the entry is among them.
  func has(_ entry: ZipEntry) -> Bool { numbers[entry.headerOffset] != nil }

  /// An entry's digest, once the whole file has gone by.
  ///
  /// - Returns: nil for data without the checksum that the central directory states.
  func sha256(of entry: ZipEntry) -> [UInt8]? {
    numbers[entry.headerOffset].flatMap { number in values.byNumber.withLock { $0[number] } }
  }
}
