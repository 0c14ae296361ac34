import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

/// 4 GiB of zeros in 4 MB, less one byte so that the ZIP needs no extensions.
@Suite(.needs(.python))
struct BombTests {
  private static let size = Int(UInt32.max) - 1

  /// The deflated zeros are made from a few bytes, repeated: making them honestly takes a minute.
  private static let script = """
    import struct, sys, zlib
    size = \(size)
    stated = int(sys.argv[2])
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    unit = 1 << 24
    first = block.compress(b'\\0' * unit) + block.flush(zlib.Z_FULL_FLUSH)
    rest = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = rest.compress(b'\\0' * (size % unit)) + rest.flush()
    data = first * (size // unit) + last
    name = b'assets/zeros'
    local = struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 8, 0, 0x3a21, 0, len(data), stated, len(name), 0) + name
    entry = struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 8, 0, 0x3a21, 0, len(data), stated, len(name),
      0, 0, 0, 0, 0, 0) + name
    end = struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    open(sys.argv[1], 'wb').write(local + data + entry + end)
    """

  private func bomb(in folder: TemporaryFolder, stating stated: Int) throws -> String {
    let path = folder.path + "/bomb.zip"
    let made = try Tool.python.run(["-c", Self.script, path, "\(stated)"])
    #expect(made.status == 0, "\(made.text)")
    let size = try FileSource(path: path).count
    #expect(size < 5_000_000)
    return path
  }

  @Test func `an honest bomb is refused by name before it is inflated`() throws {
    let folder = try TemporaryFolder()
    let path = try bomb(in: folder, stating: Self.size)
    let directory = try ZipDirectory(reading: FileSource(path: path))
    let limit = directory.entries[0].compressedSize * ArchiveLimits.package.ratio
    let expected = ArchiveError.bomb(archive: path, entry: "assets/zeros", size: Self.size, limit: limit)
    #expect(throws: expected) { try directory.validateForPackaging() }
    #expect(throws: expected) { try directory.inflate(directory.entries[0]) { _ in } }
    #expect(throws: expected) { try directory.contents(of: directory.entries[0], limit: .max) }
    #expect(throws: expected) { try ArchiveReader(path: path).members() }
  }

  @Test func `a bomb that states a small size ends at that size`() throws {
    let folder = try TemporaryFolder()
    let path = try bomb(in: folder, stating: 20 << 20)
    let directory = try ZipDirectory(reading: FileSource(path: path))
    var seen = 0
    #expect(throws: ArchiveError.corruptEntry(archive: path, entry: "assets/zeros")) {
      try directory.inflate(directory.entries[0]) { seen += $0.count }
    }
    #expect(seen <= 20 << 20)
    #expect(throws: ArchiveError.self) {
      try ArchiveReader(path: path).extract("assets/zeros", to: MemorySink())
    }
  }

  @Test func `small regular entries are no bombs`() throws {
    let directory = try SampleZip(.init("zeros", [UInt8](repeating: 0, count: 1 << 20)) { $0.method = 8 })
      .directory()
    #expect(directory.entries[0].compressedSize * 500 < directory.entries[0].size)
    #expect(try directory.contents(of: directory.entries[0], limit: 1 << 20).count == 1 << 20)
  }
}
