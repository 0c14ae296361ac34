import Bytes
import FieldTools
import Testing

@testable import Archives

/// Random damage with fixed seeds: whatever comes, an answer or an error, never a trap.
@Suite struct MutantTests {
  private static let original = SampleZip(
    .init("AndroidManifest.xml", [UInt8](repeating: 7, count: 3000)) { $0.method = 8 },
    .init("resources.arsc", [UInt8](repeating: 1, count: 500)) { $0.localExtra = [0x35, 0xd9, 2, 0, 4, 0] },
    .init("lib/x86/a.so", [UInt8](repeating: 2, count: 700)),
    .init("streamed", [UInt8](repeating: 3, count: 900)) {
      $0.method = 8; $0.flags = 0x0808
    }
  ).bytes

  private static func mutant(_ random: inout SplitMix) -> [UInt8] {
    var bytes = original
    // Most damage goes where the structures are: headers lie everywhere, the directory at the end.
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let tail = Bool.random(using: &random)
      let index = Int.random(
        in: tail ? max(0, bytes.count - 320)..<bytes.count : 0..<bytes.count, using: &random)
      let extremes: [UInt8] = [0, 0xff, 0x80, 1]
      bytes[index] =
        Bool.random(using: &random)
        ? .random(in: 0...255, using: &random) : extremes[Int.random(in: 0..<4, using: &random)]
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
    case 1: bytes.removeFirst(Int.random(in: 0..<bytes.count, using: &random))
    case 2: bytes.insert(contentsOf: [0x50, 0x4b, 5, 6], at: Int.random(in: 0..<bytes.count, using: &random))
    default: break
    }
    return bytes
  }

  @Test(arguments: 0..<8)
  func `damage is survived`(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    var readable = 0
    for _ in 0..<2500 {
      let source = MemorySource(Self.mutant(&random))
      do throws(ArchiveError) {
        let directory = try ZipDirectory(reading: source)
        for entry in directory.entries {
          do throws(ArchiveError) {
            let contents = try directory.contents(of: entry, limit: 1 << 20)
            #expect(contents.count == entry.size && CRC32.of(contents) == entry.crc32)
          } catch {
            // Damaged entries are refused one by one.
          }
        }
        _ = try directory.irregularities()
        readable += 1
        for alignment in [ZipAlignment.pages(16384), .preserve, .none] {
          let layout = try ZipLayout(of: directory, alignment: alignment)
          _ = try? layout.source.bytes(at: 0, count: layout.entriesEnd)
          let placed = layout.placed.count
          #expect(placed == directory.entries.count)
        }
      } catch {
        // Refused: what the test is about is that it was refused by an error.
      }
    }
    #expect(readable > 0 && readable < 2500)
  }

  @Test(arguments: 0..<4)
  func `libarchive's way survives it too`(seed: Int) throws {
    let folder = try TemporaryFolder()
    var random = SplitMix(seed: UInt64(1000 + seed))
    for _ in 0..<300 {
      let path = try folder.write("mutant.zip", Self.mutant(&random))
      do throws(ArchiveError) {
        let reader = try ArchiveReader(path: path)
        for member in try reader.members() where member.kind == .file {
          try? reader.extract(member.path, to: MemorySink())
        }
      } catch {
        // As above.
      }
    }
  }

  @Test(.needs(.bsdtar), arguments: ["tar", "tar.gz", "tar.xz", "tar.zst", "7z"])
  func `damaged containers are survived`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", [UInt8](repeating: 65, count: 20_000))
    try folder.write("in/b/c.txt", (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0) })
    let path = folder.path + "/original." + format
    try Tool.bsdtar.run(["-caf", path, "in"], in: folder.path)
    let original = try FileSource(path: path)
    var random = SplitMix(seed: 77)
    for _ in 0..<200 {
      var bytes = try original.bytes(at: 0, count: original.count)
      for _ in 0..<3 {
        bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(.random(in: 0..<bytes.count, using: &random)) }
      let mutant = try folder.write("mutant", bytes)
      do throws(ArchiveError) {
        let reader = try ArchiveReader(path: mutant)
        for member in try reader.members() where member.kind == .file {
          try? reader.extract(member.path, to: MemorySink())
        }
      } catch {
        // As above.
      }
    }
  }
}
