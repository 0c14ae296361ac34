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
    try checkExpansion(of: entry, limits: limits)
    if !entry.isStored, entry.size <= Inflate.largestWhole, entry.compressedSize <= Inflate.largestWhole {
      let bytes = try whole(entry)
      return try bytes.span.bytes.withUnsafeBytes { (buffer) throws(ArchiveError) in try body(buffer) }
    }
    var checksum = CRC32()
    var made = 0
    func deliver(_ buffer: UnsafeRawBufferPointer) throws(ArchiveError) {
      made += buffer.count
      guard made <= entry.size else { throw .corruptEntry(archive: name, entry: entry.name) }
      checksum.update(buffer)
      try body(buffer)
    }
    let range = try dataRange(of: entry)
    if entry.isStored {
      try source.forEachBuffer(in: range, failing: ArchiveError.bytes, deliver)
    } else {
      guard let stream = Inflate.Stream() else { throw .corruptEntry(archive: name, entry: entry.name) }
      try source.forEachBuffer(in: range, failing: ArchiveError.bytes) { (buffer) throws(ArchiveError) in
        guard !stream.isAtEnd else { return }
        guard try stream.take(buffer, deliver) else {
          throw .corruptEntry(archive: name, entry: entry.name)
        }
      }
      guard stream.isAtEnd else { throw .corruptEntry(archive: name, entry: entry.name) }
    }
    guard made == entry.size, checksum.value == entry.crc32 else {
      throw .corruptEntry(archive: name, entry: entry.name)
    }
  }

  /// Reads all entries' data once, on as many threads as permits are free.
  ///
  /// - Throws: as ``inflate(_:limits:_:)`` for an entry that is not what the central directory says of it.
  package func checkContents(workers: Workers) throws(ArchiveError) {
    try workers.concurrently(entries.count) { (index) throws(ArchiveError) in
      try inflate(entries[index]) { _ in }
    }
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
    try checkExpansion(of: entry, limits: .package)
    let range = try dataRange(of: entry)
    let data = try read(at: range.lowerBound, count: range.count)
    let inflated: [UInt8]? = entry.isStored ? data : Inflate.whole(data, size: entry.size)
    guard let contents = inflated, contents.count == entry.size, CRC32.of(contents) == entry.crc32 else {
      throw .corruptEntry(archive: name, entry: entry.name)
    }
    return contents
  }
}
