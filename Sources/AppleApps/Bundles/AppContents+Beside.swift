import Archives
import Bytes

extension AppContents {
  /// Reads what a package has beside the app: `SwiftSupport`, `Symbols`, `Signatures`, `META-INF`.
  ///
  /// Nobody looks into it and no signature covers it; it is copied as it is. So the package's own checksums are all that
  /// tells damage, and a store unpacks these files too. What is in the app is read for its seal.
  ///
  /// - Throws: ``AppleError/archive(_:)``: `corruptEntry`.
  func checkBeside(workers: Workers) throws(AppleError) {
    guard let package = ((tree as? EditedTree)?.base ?? tree) as? PackageTree else { return }
    let beside = package.directory.entries.filter { !$0.isDirectory && $0.name.path(below: app.path) == nil }
    try workers.concurrently(beside.count) { (index) throws(AppleError) in
      try wrapping { () throws(ArchiveError) in try package.directory.inflate(beside[index]) { _ in } }
    }
  }
}
