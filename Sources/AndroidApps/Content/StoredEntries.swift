import Archives
import Bytes
import Cryptography
import Synchronization

/// Stored entries that are digested as the windows of a file go by with them, so that they are not read once more.
///
/// The file's own SHA-256 goes over the same bytes in the same order, and both together take hardly longer than one
/// (``SHA256``). The windows come in order, each from any thread.
final class StoredEntries: @unchecked Sendable {
  struct Entry: Sendable {
    /// Where its data is in the file.
    let range: Range<Int>
    let crc32: UInt32
    /// Its number among all that is to be digested.
    let number: Int
  }

  /// In bytes; smaller entries are digested faster by dozens (``EntryDigests``).
  static let smallest = 4 << 10

  /// In the order of the file; none overlaps another.
  private let entries: [Entry]
  private let finished: @Sendable (Int, [UInt8]?) -> Void

  // Touched by the one thread whose turn the file's digest is.
  private var next = 0
  private var digest = SHA256()
  private var checksum = CRC32()

  /// - Parameters:
  ///   - entries: in any order; of two that overlap, neither may be among them.
  ///   - finished: gets an entry's number and its SHA-256, or nil when its data has not the checksum it ought to have.
  init(_ entries: [Entry], finished: @escaping @Sendable (Int, [UInt8]?) -> Void) {
    self.entries = entries.sorted { $0.range.lowerBound < $1.range.lowerBound }
    self.finished = finished
  }

  /// Whether more of a part of the file is in entries than is not.
  func fillMost(of range: Range<Int>) -> Bool {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var filled = 0
    while low < entries.count, entries[low].range.lowerBound < range.upperBound {
      filled += entries[low].range.clamped(to: range).count
      low += 1
    }
    return filled * 2 > range.count
  }

  /// Goes over the file's next bytes.
  ///
  /// - Parameters:
  ///   - offset: where they are in the file; the bytes before have been gone over.
  ///   - file: the digest of the whole file, which takes all of them.
  ///   - between: takes what is in no entry, for the file's digest.
  func pass(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, file: inout SHA256,
    between: (UnsafeRawBufferPointer, inout SHA256) -> Void
  ) {
    var position = offset
    let end = offset + bytes.count
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound - offset..<range.upperBound - offset])
    }
    while next < entries.count, entries[next].range.lowerBound < end {
      let entry = entries[next]
      if entry.range.lowerBound > position { between(part(position..<entry.range.lowerBound), &file) }
      let inside = part(entry.range.clamped(to: offset..<end))
      SHA256.update(&file, inside, &digest, inside)
      checksum.update(inside)
      position = min(entry.range.upperBound, end)
      guard entry.range.upperBound <= end else { return }
      finish(entry)
    }
    if position < end { between(part(position..<end), &file) }
  }

  private func finish(_ entry: Entry) {
    next += 1
    let isIntact = checksum.value == entry.crc32
    let value = digest
    (digest, checksum) = (SHA256(), CRC32())
    finished(entry.number, isIntact ? value.finish() : nil)
  }
}
