import FoundationEssentials
import Glibc
import Testing

/// A file system in memory that is soon full, or may not be written; gone, with its folder, when the test is.
package final class SmallDisk: Sendable {
  package let path: String

  /// Whether this user may mount.
  package static let canMount: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    guard mount("tmpfs", folder.path, "tmpfs", 0, nil) == 0 else { return false }
    umount(folder.path)
    return true
  }()

  /// Mounts it, making the folder; the kernel rounds its size up to whole pages of 4 KiB.
  package init(at path: String, kilobytes: Int) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try #require(mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0)
    self.path = path
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }

  /// Lets nothing more be written.
  package func makeReadOnly() throws {
    try #require(mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
  }

  /// Leaves no room.
  package func fill() {
    let descriptor = open(path + "/ballast", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let page = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, page, page.count) > 0 {}
  }
}
