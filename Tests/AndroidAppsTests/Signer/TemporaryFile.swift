import Bytes
import FoundationEssentials

/// A file in the temporary folder that is never given a name.
struct TemporaryFile {
  let file: AtomicFile

  init() throws {
    file = try AtomicFile(path: FileManager.default.temporaryDirectory.path + "/signed")
  }

  func bytes() throws -> [UInt8] { try file.bytes(at: 0, count: file.count) }
}
