import Foundation
import Glibc
import Testing

/// A terminal of its own in which one command runs.
struct Terminal {
  /// `TIOCSPTLCK` and `TIOCGPTN`, which Swift does not import: see ioctl_tty(2).
  private static let setLock = UInt(0x4004_5431)
  private static let getNumber = UInt(0x8004_5430)

  /// Runs a command whose input and output are a terminal, and gives all that it wrote there.
  ///
  /// - Parameter typed: what is typed once the command has written something.
  static func run(_ command: String, on stage: Stage, columns: UInt16 = 100, typed: String = "") throws -> (
    status: Int32, text: String
  ) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    try #require(
      master >= 0 && ioctl(master, Self.setLock, &isLocked) == 0
        && ioctl(master, Self.getNumber, &number) == 0)
    var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    let end = FileHandle(fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), closeOnDealloc: true)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: stage.work)
    process.environment = stage.environment
    process.standardInput = end
    process.standardOutput = end
    process.standardError = end
    try process.run()
    try end.close()
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    var rest = Array(typed.utf8)
    while true {
      let count = read(master, &buffer, buffer.count)
      // Linux says EIO when nobody holds the other end any more.
      if count <= 0 { break }
      bytes += buffer[..<count]
      if !rest.isEmpty {
        write(master, rest, rest.count)
        rest = []
      }
    }
    close(master)
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
