import Foundation
import Glibc

/// A small file system in memory, which only root may mount: a disk that is soon full, or may not be written.
final class Tmpfs {
  let path: String

  static var isPossible: Bool {
    geteuid() == 0 && (try? Tmpfs(at: NSTemporaryDirectory() + "slipway-\(UUID())", bytes: 4096)) != nil
  }

  /// - Parameter bytes: rounded up to whole pages of 4 KiB.
  init(at path: String, bytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else { throw POSIXError(.EPERM) }
  }

  func makeReadOnly() throws {
    guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
      throw POSIXError(.EPERM)
    }
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }
}
