import Archives
import Bytes

extension BundleTree {
  /// The first bytes of a file, which is at least that long; nothing is unpacked behind them.
  func head(of path: String, count: Int) throws(AppleError) -> [UInt8] {
    if let package = self as? PackageTree, let entry = package.entry(at: path) {
      return try wrapping { () throws(ArchiveError) in try package.directory.head(of: entry, count: count) }
    }
    let source = try source(of: path)
    return try wrapping { () throws(BytesError) in
      try source.bytes(at: 0, count: min(count, source.count))
    }
  }
}
