import FoundationEssentials
import Glibc
import Testing

/// A file system in memory that is soon full, unmounted with the test.
package final class SmallDisk: Sendable {
  package let path: String

  /// Whether this user may mount.
  package static let canMount: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    guard mount("tmpfs", folder.path, "tmpfs", 0, nil) == 0 else { return false }
    umount(folder.path)
    return true
  }()

  /// Mounts it, making the folder.
  package init(at path: String, kilobytes: Int) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try #require(mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0)
    self.path = path
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
  }

  /// Leaves no room.
  package func fill() {
    let descriptor = open(path + "/ballast", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let page = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, page, page.count) > 0 {}
  }
}
