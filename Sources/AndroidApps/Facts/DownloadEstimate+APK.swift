import Archives
import Bytes

extension DownloadEstimate {
  /// APKs smaller than this are downloaded in a moment and below every store's limit: their size says enough.
  private static let smallest = 64 << 20
  /// What is compressed to learn how well the rest will, in bytes: 64 samples of as much.
  private static let sampleSize = 32 << 10
  private static let sampleCount = 64

  /// What one downloads of an APK when a store compresses it on the way, in bytes: an estimate.
  ///
  /// Code and resource tables that are stored for Android to map them compress well; samples from all over them say
  /// how well. Nil for an APK that is too small for it to matter, and where nothing such is stored.
  ///
  /// - Throws: ``AndroidError`` when the package cannot be read.
  static func compressedSize(of directory: ZipDirectory) throws(AndroidError) -> Int? {
    guard directory.source.count >= smallest else { return nil }
    let stored = directory.entries.filter { $0.isStored && isCompressible($0.name) && $0.size > 0 }
    let total = stored.reduce(0) { $0 + $1.size }
    guard total > 0 else { return nil }
    var read = 0
    var compressed = 0
    var next = 0
    var before = 0
    for entry in stored {
      let start = try wrapping { () throws(ArchiveError) in try directory.dataRange(of: entry).lowerBound }
      while next < before + entry.size {
        let offset = next - before
        let sample = try wrapping { () throws(BytesError) in
          try directory.source.bytes(at: start + offset, count: min(sampleSize, entry.size - offset))
        }
        read += sample.count
        compressed += sample.withUnsafeBytes { min($0.count, Deflate.whole($0, level: 6).count) }
        next += max(total / sampleCount, sampleSize)
      }
      before += entry.size
    }
    return directory.source.count - total + Int(Double(total) * Double(compressed) / Double(max(read, 1)))
  }

  private static func isCompressible(_ name: String) -> Bool {
    name == "resources.arsc" || name.hasSuffix(".so") || name.hasSuffix(".dex")
  }
}
