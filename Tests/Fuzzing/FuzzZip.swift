import Archives
import Bytes

/// A ZIP that can be read can be looked through, and one that may be packaged has a layout that reads back as it was
/// meant.
func fuzzZip(_ bytes: [UInt8]) {
  let source = MemorySource(bytes)
  guard let directory = try? ZipDirectory(reading: source, name: "fuzzed") else { return }
  _ = try? directory.irregularities()
  for entry in directory.entries.prefix(64) {
    _ = try? directory.head(of: entry, count: 256)
    guard let contents = try? directory.contents(of: entry, limit: 1 << 20) else { continue }
    require(
      contents.count == entry.size, "\(entry.name) has \(contents.count) bytes instead of \(entry.size)")
  }
  guard (try? directory.validateForPackaging()) != nil else { return }
  for alignment in [ZipAlignment.pages(4096), .preserve, .none] {
    guard let layout = try? ZipLayout(of: directory, alignment: alignment) else { continue }
    check(layout, of: directory, alignment)
  }
}

private func check(_ layout: ZipLayout, of directory: ZipDirectory, _ alignment: ZipAlignment) {
  guard layout.entriesEnd < 16 << 20, var file = try? layout.source.bytes(at: 0, count: layout.entriesEnd),
    let end = try? layout.endRecord(centralDirectoryOffset: layout.entriesEnd)
  else { return }
  file += layout.centralDirectory + end
  guard let again = try? ZipDirectory(reading: MemorySource(file)) else {
    // The comment is copied, and one may hold what looks like an end record of its own.
    require(!directory.comment.isEmpty, "a layout with \(alignment) cannot be read back")
    return
  }
  guard directory.comment.isEmpty else { return }
  require(
    again.entries.map(\.nameBytes) == directory.entries.map(\.nameBytes), "a layout has other entries")
  for (entry, placed) in zip(again.entries, layout.placed) {
    guard let range = try? again.dataRange(of: entry) else {
      require(false, "\(entry.name) of a layout cannot be found")
      return
    }
    require(range == placed.dataRange, "\(entry.name) of a layout is not where it was meant")
  }
}
