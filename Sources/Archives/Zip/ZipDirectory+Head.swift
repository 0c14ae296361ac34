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
    // ISA-L inflates all input it is given, so it gets little: often a few bytes of each of thousands of entries are wanted.
    let step = max(512, min(wanted, 8 << 10))
    var head = [UInt8](repeating: 0, count: wanted)
    var made = 0
    var offset = range.lowerBound
    while made < wanted, !stream.isAtEnd, offset < range.upperBound {
      let input = try read(at: offset, count: min(step, range.upperBound - offset))
      offset += input.count
      let result = head.withUnsafeMutableBytes { head in
        input.withUnsafeBytes { stream.step($0, into: .init(rebasing: head[made...])) }
      }
      guard let result else { break }
      made += result.made
    }
    guard made == wanted else { throw .corruptEntry(archive: name, entry: entry.name) }
    return head
  }
}
