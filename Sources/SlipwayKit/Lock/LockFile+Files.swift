import Bytes
package import Pipelines

import struct FoundationEssentials.Data

extension LockFile {
  /// Where the lock of a pipeline file is: `slipway.lock` beside `slipway.yaml`.
  package static func path(of pipeline: Pipeline) -> String {
    let path = pipeline.file
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return path + ".lock" }
    return path.dropLast(name.distance(from: dot, to: name.endIndex)) + ".lock"
  }

  /// Larger than the lock of any pipeline.
  private static let limit = 64 << 20

  /// The lock of a pipeline file; nil when there is none.
  ///
  /// - Throws: ``Failure`` for a file that is no lock, ``BytesError``.
  package static func read(of pipeline: Pipeline) throws -> LockFile? {
    let path = path(of: pipeline)
    let bytes: [UInt8]
    do {
      let source = try FileSource(path: path)
      bytes = try source.bytes(at: 0, count: min(source.count, limit))
    } catch BytesError.notFound {
      return nil
    }
    guard let lock = try? JSONDocument.read(LockFile.self, from: Data(bytes)) else {
      throw Failure(
        .inputUnreadable, "\(path) is no lock file, or was damaged.",
        remedy: "Restore it from the repository, or write it anew with slipway lock and review the change.")
    }
    guard lock.version <= currentVersion else {
      throw Failure(
        .inputUnreadable,
        "\(path) has version \(lock.version); this Slipway knows version \(currentVersion).",
        remedy: "Update Slipway.")
    }
    return lock
  }

  /// Writes the lock of a pipeline file.
  ///
  /// - Throws: ``BytesError``.
  package func write(for pipeline: Pipeline) throws {
    let file = try AtomicFile(path: Self.path(of: pipeline))
    try file.write(Array(JSONDocument.text(self).utf8) + [0x0a])
    try file.commit(durable: true)
  }
}
