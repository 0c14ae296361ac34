package import Bytes
import Synchronization

/// Writes a ZIP of files, compressed on all cores, for package formats that have no alignment and no signing block.
///
/// Files up to 4 MiB are compressed whole, several at once; larger ones by pieces of 2 MiB, several at once, and only as
/// far as they differ from what they replace. What is in memory stays bounded, and the output does not depend on the
/// number of cores.
package struct ZipWriter: Sendable {
  /// A file or folder to be written.
  package struct Item: Sendable {
    package let name: String
    /// The uncompressed data; for a folder, whose name ends in a slash, empty.
    package let contents: any ByteSource
    /// Whether it is tried to make it smaller; what does not shrink is stored all the same.
    package let isCompressed: Bool
    /// Unix mode in the upper half, MS-DOS attributes in the lower.
    package let externalAttributes: UInt32
    /// Raw deflate of much the same contents, as of the entry that this one replaces.
    package let similar: (any ByteSource)?

    package init(
      name: String, contents: any ByteSource, isCompressed: Bool = true, externalAttributes: UInt32 = 0,
      similar: (any ByteSource)? = nil
    ) {
      self.name = name
      self.contents = contents
      self.isCompressed = isCompressed
      self.externalAttributes = externalAttributes
      self.similar = similar
    }
  }

  /// 0 stores, 1 is fastest, 12 is smallest.
  package let level: Int
  /// MS-DOS time and date of all entries.
  package let time: UInt16
  package let date: UInt16

  /// The largest file that is compressed whole, in bytes.
  private static let largestWhole = 4 << 20
  /// The bytes whose compressed form is kept at a time.
  private static let batch = 16 << 20
  private static let batchEntries = 512
  private static let piece = 2 << 20

  package init(level: Int, time: UInt16, date: UInt16) {
    self.level = level
    self.time = time
    self.date = date
  }

  /// Writes the items in their order; the file must be empty and is not committed.
  ///
  /// - Returns: what was written and where, for ``ReadBack``.
  /// - Throws: ``ArchiveError``: `bytes` when reading or writing fails; `duplicateEntry`, `escapingEntry`,
  ///   `malformedName`; `tooLarge` and `tooManyEntries` for what a ZIP of 32-bit sizes cannot hold.
  package func write(
    _ items: [Item], to file: AtomicFile, workers: Workers
  ) throws(ArchiveError) -> [ZipLayout.Placed] {
    try Self.validate(items, archive: file.path)
    var output = Output(file: file, time: time, date: date)
    var start = 0
    while start < items.count {
      if items[start].contents.count > Self.largestWhole {
        try writePieces(items[start], to: &output, workers: workers)
        start += 1
        continue
      }
      var end = start
      var size = 0
      while end < items.count, end - start < Self.batchEntries, size < Self.batch,
        items[end].contents.count <= Self.largestWhole
      {
        size += items[end].contents.count
        end += 1
      }
      for (item, data) in zip(items[start..<end], try compress(Array(items[start..<end]), workers)) {
        try output.append(item, data)
      }
      start = end
    }
    try output.finish()
    return output.placed
  }

  private struct Compressed: Sendable {
    let method: UInt16
    let bytes: [UInt8]
    let crc32: UInt32
  }

  private func compress(_ items: [Item], _ workers: Workers) throws(ArchiveError) -> [Compressed] {
    let results = Mutex<[Int: Compressed]>([:])
    try workers.concurrently(items.count) { (index) throws(ArchiveError) in
      let item = items[index]
      let contents = try wrapping { () throws(BytesError) in
        try item.contents.bytes(at: 0, count: item.contents.count)
      }
      let deflated =
        item.isCompressed && level > 0 && contents.withUnsafeBytes(Deflate.mayShrink)
        ? contents.withUnsafeBytes { Deflate.whole($0, level: level) } : contents
      let shrank = !deflated.isEmpty && deflated.count < contents.count
      let result = Compressed(
        method: shrank ? 8 : 0, bytes: shrank ? deflated : contents, crc32: CRC32.of(contents))
      results.withLock { $0[index] = result }
    }
    let done = results.withLock { $0 }
    return items.indices.compactMap { done[$0] }
  }

  /// Writes a large item as a stream of pieces.
  ///
  /// Its header goes before them when its sizes are known.
  private func writePieces(
    _ item: Item, to output: inout Output, workers: Workers
  ) throws(ArchiveError) {
    let isDeflated = item.isCompressed && level > 0
    var large = output.begin(item)
    guard isDeflated, let similar = item.similar else {
      try writePieces(0..<item.contents.count, of: &large, isDeflated: isDeflated, to: &output, workers)
      return try output.end(large, method: isDeflated ? 8 : 0)
    }
    let parts = try wrapping { () throws(BytesError) in
      try DeflateReuse.parts(of: similar, for: item.contents)
    }
    for part in parts {
      switch part {
      case .made(let range):
        try writePieces(range, of: &large, isDeflated: true, to: &output, workers)
      case .kept(let bits, let range):
        try item.contents.forEachBuffer(in: range, failing: ArchiveError.bytes) {
          (bytes) throws(ArchiveError) in
          large.checksum.update(bytes)
        }
        try large.seam.append(bits, of: similar) { (bytes) throws(ArchiveError) in
          try output.write(bytes)
          large.compressedSize += bytes.count
        }
      }
    }
    try output.end(large, method: 8)
  }

  /// Writes a part of a large item, several pieces at once.
  private func writePieces(
    _ part: Range<Int>, of large: inout Output.Large, isDeflated: Bool, to output: inout Output,
    _ workers: Workers
  ) throws(ArchiveError) {
    let item = large.item
    // Nothing at all is a piece too: it ends a stream.
    let pieces = max(1, (part.count + Self.piece - 1) / Self.piece)
    let atOnce = max(2, workers.limit * 2)
    for first in stride(from: 0, to: pieces, by: atOnce) {
      let results = Mutex<[Int: (plain: [UInt8], data: [UInt8])]>([:])
      let level = level
      try workers.concurrently(min(atOnce, pieces - first)) { (index) throws(ArchiveError) in
        let start = part.lowerBound + (first + index) * Self.piece
        let end = min(part.upperBound, start + Self.piece)
        let plain = try wrapping { () throws(BytesError) in
          try item.contents.bytes(at: start, count: end - start)
        }
        let isLast = end == item.contents.count
        let data: [UInt8]? =
          isDeflated ? plain.withUnsafeBytes { Deflate.piece($0, level: level, isLast: isLast) } : plain
        guard let data else { throw .library(archive: "", entry: item.name, reason: "out of memory") }
        results.withLock { $0[index] = (plain, data) }
      }
      for (_, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
        result.plain.withUnsafeBytes { large.checksum.update($0) }
        let bytes = isDeflated ? large.seam.append(result.data) : result.data
        try output.write(bytes)
        large.compressedSize += bytes.count
      }
    }
  }

  private static func validate(_ items: [Item], archive: String) throws(ArchiveError) {
    guard items.count <= Int(UInt16.max) else {
      throw .tooManyEntries(archive: archive, limit: Int(UInt16.max))
    }
    var names: Set<[UInt8]> = []
    for item in items {
      let name = Array(item.name.utf8)
      switch EntryName.flaw(in: name) {
      case .escapes: throw .escapingEntry(archive: archive, entry: item.name)
      case .malformed: throw .malformedName(archive: archive, entry: item.name)
      case nil: break
      }
      guard name.count <= Int(UInt16.max) else { throw .malformedName(archive: archive, entry: item.name) }
      guard names.insert(name).inserted else { throw .duplicateEntry(archive: archive, entry: item.name) }
      guard item.contents.count < Int(UInt32.max) else {
        throw .tooLarge(
          archive: archive, entry: item.name, size: item.contents.count, limit: Int(UInt32.max) - 1)
      }
    }
  }

  /// The file as it grows, and what has been placed in it.
  private struct Output {
    let file: AtomicFile
    let time: UInt16
    let date: UInt16
    private(set) var placed: [ZipLayout.Placed] = []
    private var position = 0

    init(file: AtomicFile, time: UInt16, date: UInt16) {
      self.file = file
      self.time = time
      self.date = date
    }

    /// An entry whose data is still being written.
    struct Large {
      let item: Item
      let headerOffset: Int
      var checksum = CRC32()
      var compressedSize = 0
      var seam = DeflateSeam()
    }

    mutating func append(_ item: Item, _ data: Compressed) throws(ArchiveError) {
      try place(item, method: data.method, crc32: data.crc32, compressedSize: data.bytes.count, at: position)
      try write(data.bytes)
    }

    mutating func begin(_ item: Item) -> Large {
      let large = Large(item: item, headerOffset: position)
      position += ZipLocalHeader.fixedSize + item.name.utf8.count
      return large
    }

    mutating func end(_ large: Large, method: UInt16) throws(ArchiveError) {
      let dataEnd = position
      try place(
        large.item, method: method, crc32: large.checksum.value, compressedSize: large.compressedSize,
        at: large.headerOffset)
      position = dataEnd
    }

    mutating func write(_ bytes: [UInt8]) throws(ArchiveError) {
      try put(bytes, at: position)
      position += bytes.count
    }

    mutating func finish() throws(ArchiveError) {
      let start = position
      var directory: [UInt8] = []
      for place in placed { place.entry.appendRecord(to: &directory) }
      let end = start + directory.count
      guard end < Int(UInt32.max) else {
        throw .tooLarge(archive: file.path, entry: nil, size: end, limit: Int(UInt32.max))
      }
      try write(directory)
      try write(
        ZipEndRecord.bytes(
          entryCount: placed.count, directorySize: directory.count, directoryOffset: start, comment: []))
    }

    /// Writes a header and notes the entry; the position is then behind the header.
    private mutating func place(
      _ item: Item, method: UInt16, crc32: UInt32, compressedSize: Int, at offset: Int
    ) throws(ArchiveError) {
      guard offset + compressedSize < Int(UInt32.max) else {
        throw .tooLarge(
          archive: file.path, entry: item.name, size: offset + compressedSize, limit: Int(UInt32.max))
      }
      let size = item.contents.count
      let header = ZipLocalHeader.bytes(
        versionNeeded: NewZipEntry.version, flags: NewZipEntry.flags, method: method, time: time, date: date,
        crc32: crc32, compressedSize: compressedSize, size: size, name: Array(item.name.utf8), extra: [])
      try put(header, at: offset)
      position = offset + header.count
      let entry = NewZipEntry.record(
        name: item.name, method: method, time: time, date: date, crc32: crc32, compressedSize: compressedSize,
        size: size, externalAttributes: item.externalAttributes, headerOffset: offset)
      placed.append(
        ZipLayout.Placed(entry: entry, dataRange: position..<position + compressedSize, copiedFrom: nil))
    }

    private func put(_ bytes: [UInt8], at offset: Int) throws(ArchiveError) {
      try wrapping { () throws(BytesError) in
        try bytes.span.bytes.withUnsafeBytes { (buffer) throws(BytesError) in
          try file.write(buffer, at: offset)
        }
      }
    }
  }
}
