import Bytes

/// An entry's uncompressed data, buffer by buffer, in memory that does not grow with the entry, unless the caller lends it.
///
/// It is the caller who asks for the next buffer, so that several entries can be read side by side.
package final class ZipEntryReader {
  private let directory: ZipDirectory
  private let entry: ZipEntry
  /// Nil for an entry that is stored.
  private let stream: Inflate.Stream?
  /// What of the data has not been read.
  private var left: Range<Int>
  /// Compressed data that has been read; empty for an entry that is stored.
  private let input: UnsafeMutableRawBufferPointer
  private var unused: Range<Int> = 0..<0
  private let output: UnsafeMutableRawBufferPointer
  /// Memory for all of the data, which is inflated at once into it; nil when it is inflated buffer by buffer.
  private let whole: UnsafeMutableRawBufferPointer?
  private var checksum = CRC32()
  private var made = 0

  private static let bufferSize = 128 << 10

  /// - Parameter whole: memory that lives as long as the reader does. A compressed entry that fits is inflated all at once
  ///   into it, which is faster by a quarter.
  /// - Throws: ``ArchiveError``: `bomb` when the entry says that it expands beyond the limits; `encrypted`; `damaged` as
  ///   ``ZipDirectory/localHeader(of:)``.
  package init(
    _ entry: ZipEntry, in directory: ZipDirectory, limits: ArchiveLimits = .package,
    inflatingInto whole: UnsafeMutableRawBufferPointer? = nil
  ) throws(ArchiveError) {
    try directory.checkExpansion(of: entry, limits: limits)
    left = try directory.dataRange(of: entry)
    self.directory = directory
    self.entry = entry
    let fits = !entry.isStored && entry.size > 0 && entry.size <= whole?.count ?? 0
    self.whole = fits ? whole.map { UnsafeMutableRawBufferPointer(rebasing: $0[..<entry.size]) } : nil
    if entry.isStored || fits {
      stream = nil
    } else {
      guard let stream = Inflate.Stream() else {
        throw .corruptEntry(archive: directory.name, entry: entry.name)
      }
      self.stream = stream
    }
    input = .allocate(byteCount: stream == nil ? 0 : min(Self.bufferSize, left.count), alignment: 16)
    output = .allocate(byteCount: fits ? 0 : max(1, min(Self.bufferSize, entry.size)), alignment: 16)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  /// The next bytes, at most 128 KiB, which live until the next call; nil at the end, when size and checksum are those
  /// that the central directory states.
  ///
  /// What was given before an error must be thrown away.
  ///
  /// - Throws: ``ArchiveError``: `corruptEntry` for data that does not inflate to the size and checksum stated; `bytes`.
  package func next() throws(ArchiveError) -> UnsafeRawBufferPointer? {
    if let whole { return try next(of: whole) }
    let count = if let stream { try inflate(stream) } else { try copy() }
    guard count > 0 else {
      guard made == entry.size, checksum.value == entry.crc32 else { throw corrupt }
      return nil
    }
    made += count
    guard made <= entry.size else { throw corrupt }
    let buffer = UnsafeRawBufferPointer(rebasing: output[..<count])
    checksum.update(buffer)
    return buffer
  }

  private func next(of whole: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> UnsafeRawBufferPointer? {
    if made == 0 { try directory.read(entry, into: whole) }
    guard made < whole.count else { return nil }
    let part = UnsafeRawBufferPointer(rebasing: whole[made..<min(whole.count, made + Self.bufferSize)])
    made += part.count
    return part
  }

  private var corrupt: ArchiveError { .corruptEntry(archive: directory.name, entry: entry.name) }

  private func copy() throws(ArchiveError) -> Int {
    let count = min(output.count, left.count)
    try read(into: UnsafeMutableRawBufferPointer(rebasing: output[..<count]))
    return count
  }

  private func inflate(_ stream: Inflate.Stream) throws(ArchiveError) -> Int {
    var count = 0
    while count < output.count, !stream.isAtEnd {
      // The stream may have taken in the last of its input and still have much to give for it.
      if unused.isEmpty, !left.isEmpty {
        unused = 0..<min(input.count, left.count)
        try read(into: UnsafeMutableRawBufferPointer(rebasing: input[unused]))
      }
      let step = stream.step(
        UnsafeRawBufferPointer(rebasing: input[unused]),
        into: UnsafeMutableRawBufferPointer(rebasing: output[count...]))
      guard let step, step.used + step.made > 0 || stream.isAtEnd else { throw corrupt }
      unused = unused.lowerBound + step.used..<unused.upperBound
      count += step.made
    }
    return count
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) {
    try wrapping { () throws(BytesError) in try directory.source.read(at: left.lowerBound, into: buffer) }
    left = left.lowerBound + buffer.count..<left.upperBound
  }
}
