/// How much an archive may expand to.
///
/// Deflate reaches 1032:1 and xz far more, so that a few megabytes can fill any disk. App code, resources and symbols
/// stay under 20:1. Small entries may be as regular as they like: an icon mask of zeros harms nobody.
package struct ArchiveLimits: Equatable, Sendable {
  /// Up to this size an entry's ratio does not matter, in bytes.
  package var harmlessSize: Int
  /// The expanded size of a larger entry, as a multiple of its compressed size.
  package var ratio: Int
  /// The expanded size of one entry, in bytes.
  package var entrySize: Int
  /// The expanded size of all entries, in bytes.
  package var totalSize: Int
  /// The number of entries.
  package var entries: Int

  package init(harmlessSize: Int, ratio: Int, entrySize: Int, totalSize: Int, entries: Int) {
    self.harmlessSize = harmlessSize
    self.ratio = ratio
    self.entrySize = entrySize
    self.totalSize = totalSize
    self.entries = entries
  }

  /// For package formats: sizes and counts are those that a ZIP without extensions can say.
  package static let package = ArchiveLimits(
    harmlessSize: 64 << 20, ratio: 200, entrySize: Int(UInt32.max), totalSize: 32 << 30, entries: 65_535)

  /// For containers that hold a payload, which may carry the symbols of a large app beside it.
  package static let container = ArchiveLimits(
    harmlessSize: 64 << 20, ratio: 200, entrySize: 16 << 30, totalSize: 64 << 30, entries: 500_000)

  /// The most that an entry with so many compressed bytes may expand to.
  func expansion(ofCompressed compressedSize: Int) -> Int {
    let (scaled, overflow) = compressedSize.multipliedReportingOverflow(by: ratio)
    return min(entrySize, max(harmlessSize, overflow ? .max : scaled))
  }
}
