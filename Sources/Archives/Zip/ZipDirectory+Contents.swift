package import Bytes

extension ZipDirectory {
  /// An entry's uncompressed data, checked against its size and CRC-32.
  ///
  /// - Parameter limit: the largest size the caller is ready to hold in memory.
  /// - Throws: ``ArchiveError``: `bomb` when the entry says that it is larger than `limit`, or expands more than
  ///   ``ArchiveLimits/package`` allows; `corruptEntry` when the data does not inflate to the size and checksum stated;
  ///   `encrypted`; `damaged` as ``localHeader(of:)``. A method that is neither stored nor deflated is inflated all the
  ///   same, as Android does.
  package func contents(of entry: ZipEntry, limit: Int) throws(ArchiveError) -> [UInt8] {
    guard entry.size <= limit else {
      throw .bomb(archive: name, entry: entry.name, size: entry.size, limit: limit)
    }
    if entry.size <= Inflate.largestWhole, entry.compressedSize <= Inflate.largestWhole {
      return try whole(entry)
    }
    try checkExpansion(of: entry, limits: .package)
    var contents: [UInt8] = []
    contents.reserveCapacity(entry.size)
    try inflate(entry) { contents.append(contentsOf: $0) }
    return contents
  }

  /// Hands an entry's uncompressed data to `body` in order, in buffers that live only for the call.
  ///
  /// Memory stays bounded whatever the entry's size. What `body` was given before an error must be thrown away.
  ///
  /// - Throws: as ``contents(of:limit:)``, or what `body` throws.
  package func inflate(
    _ entry: ZipEntry, limits: ArchiveLimits = .package,
    _ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    let reader = try ZipEntryReader(entry, in: self, limits: limits)
    while let buffer = try reader.next() { try body(buffer) }
  }

  /// Fills memory of just an entry's size with its uncompressed data, checked against its CRC-32.
  ///
  /// For entries that are small enough to be held whole; the caller bounds that.
  ///
  /// - Throws: as ``contents(of:limit:)``.
  package func read(_ entry: ZipEntry, into memory: UnsafeMutableRawBufferPointer) throws(ArchiveError) {
    precondition(memory.count == entry.size, "the memory is not of the entry's size")
    try checkExpansion(of: entry, limits: .package)
    let range = try dataRange(of: entry)
    if entry.isStored {
      guard range.count == memory.count else { throw .corruptEntry(archive: name, entry: entry.name) }
      try wrapping { () throws(BytesError) in try source.read(at: range.lowerBound, into: memory) }
    } else {
      let compressed = try read(at: range.lowerBound, count: range.count)
      guard compressed.withUnsafeBytes({ Inflate.isInflated($0, into: memory) }) else {
        throw .corruptEntry(archive: name, entry: entry.name)
      }
    }
    var checksum = CRC32()
    checksum.update(UnsafeRawBufferPointer(memory))
    guard checksum.value == entry.crc32 else { throw .corruptEntry(archive: name, entry: entry.name) }
  }

  /// Reads all entries' data once, on as many threads as permits are free.
  ///
  /// - Throws: as ``inflate(_:limits:_:)`` for an entry that is not what the central directory says of it.
  package func checkContents(workers: Workers) throws(ArchiveError) {
    try workers.concurrently(entries.count) { (index) throws(ArchiveError) in
      try inflate(entries[index]) { _ in }
    }
  }

  /// An entry's data as it stands, when it is deflated; nil for another one, and where its local header cannot be read.
  package func deflated(_ entry: ZipEntry) -> (any ByteSource)? {
    guard entry.method == 8, !entry.isEncrypted, let range = try? dataRange(of: entry) else { return nil }
    return try? SourceSlice(of: source, range: range)
  }

  /// Refuses encrypted entries, and those that expand beyond the limits.
  func checkExpansion(of entry: ZipEntry, limits: ArchiveLimits) throws(ArchiveError) {
    guard !entry.isEncrypted else { throw .encrypted(archive: name, entry: entry.name) }
    let limit = limits.expansion(ofCompressed: entry.compressedSize)
    guard entry.size <= limit else {
      throw .bomb(archive: name, entry: entry.name, size: entry.size, limit: limit)
    }
  }

  private func whole(_ entry: ZipEntry) throws(ArchiveError) -> [UInt8] {
    var failure: ArchiveError?
    let contents = [UInt8](unsafeUninitializedCapacity: max(1, entry.size)) { buffer, filled in
      do throws(ArchiveError) {
        try read(
          entry,
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<entry.size]))
        filled = entry.size
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return contents
  }
}
