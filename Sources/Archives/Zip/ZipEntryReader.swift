import Bytes

/// An entry's uncompressed data, buffer by buffer, in memory that does not grow with the entry.
///
/// It is the caller who asks for the next buffer, so that several entries can be read side by side.
package final class ZipEntryReader {
  private enum Reading {
    case stored(UnsafeMutableRawBufferPointer)
    case deflated(Inflate.Stream)
  }

  private let directory: ZipDirectory
  private let entry: ZipEntry
  private let reading: Reading
  /// What of the data has not been read.
  private var left: Range<Int>
  private var checksum = CRC32()
  private var made = 0

  private static let bufferSize = 128 << 10

  /// - Throws: ``ArchiveError``: `bomb` when the entry says that it expands beyond the limits; `encrypted`; `damaged` as
  ///   ``ZipDirectory/localHeader(of:)``.
  package init(
    _ entry: ZipEntry, in directory: ZipDirectory, limits: ArchiveLimits = .package
  ) throws(ArchiveError) {
    try directory.checkExpansion(of: entry, limits: limits)
    left = try directory.dataRange(of: entry)
    self.directory = directory
    self.entry = entry
    if entry.isStored {
      reading = .stored(.allocate(byteCount: max(1, min(Self.bufferSize, entry.size)), alignment: 16))
    } else {
      guard let stream = Inflate.Stream() else {
        throw .corruptEntry(archive: directory.name, entry: entry.name)
      }
      reading = .deflated(stream)
    }
  }

  deinit {
    if case .stored(let buffer) = reading { buffer.deallocate() }
  }

  /// The next bytes, at most about 160 KiB, which live until the next call; nil at the end, when size and checksum are
  /// those that the central directory states.
  ///
  /// What was given before an error must be thrown away.
  ///
  /// - Throws: ``ArchiveError``: `corruptEntry` for data that does not inflate to the size and checksum stated; `bytes`.
  package func next() throws(ArchiveError) -> UnsafeRawBufferPointer? {
    switch reading {
    case .stored(let buffer):
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left.count))
      try read(into: part)
      return try checked(UnsafeRawBufferPointer(part))
    case .deflated(let stream):
      repeat {
        try feed(stream)
        Inflate.Stream.run(stream)
      } while stream.stop == .wantsInput
      return try taken(from: stream)
    }
  }

  /// The next bytes of two entries, which are inflated side by side.
  ///
  /// - Throws: as ``next()``.
  package static func next(
    _ one: ZipEntryReader, _ other: ZipEntryReader
  ) throws(ArchiveError) -> (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) {
    guard case .deflated(let first) = one.reading, case .deflated(let second) = other.reading else {
      return (try one.next(), try other.next())
    }
    repeat {
      try one.feed(first)
      try other.feed(second)
      Inflate.Stream.run(first, second)
    } while first.stop == .wantsInput || second.stop == .wantsInput
    return (try one.taken(from: first), try other.taken(from: second))
  }

  private func feed(_ stream: Inflate.Stream) throws(ArchiveError) {
    guard stream.stop == .wantsInput else { return }
    let part = UnsafeMutableRawBufferPointer(rebasing: stream.room.prefix(left.count))
    try read(into: part)
    stream.add(part.count, isLast: left.isEmpty)
  }

  private func taken(from stream: Inflate.Stream) throws(ArchiveError) -> UnsafeRawBufferPointer? {
    guard stream.stop != .isBroken else { throw corrupt }
    return try checked(stream.take())
  }

  private func checked(_ buffer: UnsafeRawBufferPointer) throws(ArchiveError) -> UnsafeRawBufferPointer? {
    guard !buffer.isEmpty else {
      guard made == entry.size, checksum.value == entry.crc32 else { throw corrupt }
      return nil
    }
    made += buffer.count
    guard made <= entry.size else { throw corrupt }
    checksum.update(buffer)
    return buffer
  }

  private var corrupt: ArchiveError { .corruptEntry(archive: directory.name, entry: entry.name) }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) {
    try wrapping { () throws(BytesError) in try directory.source.read(at: left.lowerBound, into: buffer) }
    left = left.lowerBound + buffer.count..<left.upperBound
  }
}
