import Bytes

extension ZipDirectory {
  /// The first bytes of an entry's uncompressed data, without inflating the rest.
  ///
  /// Its checksum is not looked at.
  ///
  /// At most `count` bytes, which the caller bounds; fewer come back when the entry is shorter.
  ///
  /// - Throws: ``ArchiveError``: `corruptEntry` when the data does not inflate that far, `encrypted`,
  ///   `damaged` as ``localHeader(of:)``.
  package func head(of entry: ZipEntry, count: Int) throws(ArchiveError) -> [UInt8] {
    guard !entry.isEncrypted else { throw .encrypted(archive: name, entry: entry.name) }
    let range = try dataRange(of: entry)
    guard !entry.isStored else { return try read(at: range.lowerBound, count: min(count, range.count)) }
    guard let stream = Inflate.Stream() else { throw .corruptEntry(archive: name, entry: entry.name) }
    let wanted = min(count, entry.size)
    // Often a few bytes of each of thousands of entries are wanted, so little is read and inflated at a time.
    let step = max(1 << 10, min(wanted, 8 << 10))
    var head: [UInt8] = []
    var offset = range.lowerBound
    while head.count < wanted, stream.stop == .wantsInput || stream.stop == .isFull {
      if stream.stop == .wantsInput {
        let room = stream.room
        let part = UnsafeMutableRawBufferPointer(rebasing: room.prefix(min(step, range.upperBound - offset)))
        try wrapping { () throws(BytesError) in try source.read(at: offset, into: part) }
        offset += part.count
        stream.add(part.count, isLast: offset == range.upperBound)
      }
      Inflate.Stream.run(stream)
      head += stream.take()
    }
    guard head.count >= wanted else { throw .corruptEntry(archive: name, entry: entry.name) }
    return Array(head.prefix(wanted))
  }
}
