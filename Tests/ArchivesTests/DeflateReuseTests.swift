import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

/// Large files whose compressed data is kept as far as they have not changed.
@Suite struct DeflateReuseTests {
  /// Words of which few come twice near to one another, with stretches that no compressor can make smaller.
  private static let content: [UInt8] = {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    var bytes: [UInt8] = []
    while bytes.count < (5 << 20) + 123 {
      if next() % 40 == 0 {
        bytes += (0..<40_000).map { _ in UInt8(truncatingIfNeeded: next()) }
      } else {
        for _ in 0..<3000 { bytes += Array("word\(next() % 4000) ".utf8) }
      }
    }
    return bytes
  }()

  /// What changes of a file, each with how much of its data is kept at least, in parts of a hundred.
  enum Change: String, CaseIterable {
    case nothing, beginning, end, both, middle, everything, longer, shorter, empty

    func applied(to content: [UInt8]) -> [UInt8] {
      var new = content
      switch self {
      case .nothing: break
      case .beginning: new[100] ^= 1
      case .end: new[new.count - 5] ^= 1
      case .both:
        new[3000] ^= 1
        new.replaceSubrange((new.count - 100_000)..., with: [UInt8](repeating: 1, count: 130_000))
      case .middle: new[new.count / 2] ^= 1
      case .everything: new = new.reversed()
      case .longer: new += new.prefix(1_000_000)
      case .shorter: new.removeLast(700_000)
      case .empty: new = []
      }
      return new
    }

    var keptAtLeast: Int {
      switch self {
      case .nothing, .beginning, .end, .both, .middle, .longer: 70
      case .shorter: 60
      case .everything, .empty: 0
      }
    }
  }

  /// How the old data was made.
  enum Maker: String, CaseIterable {
    case libdeflate, zlib, pieces, noDeflate

    func data(of content: [UInt8]) throws -> [UInt8] {
      switch self {
      case .libdeflate: return content.withUnsafeBytes { Deflate.whole($0, level: 6) }
      case .zlib: return try #require(Deflate.signatureFile(content))
      case .pieces:
        return try stride(from: 0, to: content.count, by: 300_001).flatMap { start in
          let end = min(content.count, start + 300_001)
          return try #require(
            content[start..<end].withUnsafeBytes {
              Deflate.piece($0, level: 1, isLast: end == content.count)
            })
        }
      case .noDeflate: return [UInt8](repeating: 0xff, count: 100_000)
      }
    }
  }

  @Test(arguments: Maker.allCases, Change.allCases)
  func `what has not changed is kept, and all inflates to the new content`(maker: Maker, change: Change)
    throws
  {
    let old = try maker.data(of: Self.content)
    let new = change.applied(to: Self.content)
    let parts = try DeflateReuse.parts(of: MemorySource(old), for: MemorySource(new))
    var kept = 0
    var end = 0
    for part in parts {
      switch part {
      case .kept(let bits, let content):
        #expect(content.lowerBound == end && bits.upperBound <= old.count * 8)
        kept += content.count
        end = content.upperBound
      case .made(let content):
        #expect(content.lowerBound == end)
        end = content.upperBound
      }
    }
    #expect(end == new.count)
    if maker == .noDeflate {
      #expect(parts == [.made(0..<new.count)])
    } else if maker != .zlib || !new.isEmpty {
      #expect(kept * 100 >= new.count * change.keptAtLeast, "\(kept) of \(new.count) bytes")
    }

    let folder = try TemporaryFolder()
    let path = folder.file("out.zip")
    let file = try AtomicFile(path: path)
    let items = [
      ZipWriter.Item(name: "code", contents: MemorySource(new), similar: MemorySource(old)),
      ZipWriter.Item(name: "next", contents: MemorySource(Array("next".utf8))),
    ]
    let placed = try ZipWriter(level: 6, time: 0, date: 33).write(items, to: file, workers: Workers(limit: 2))
    // Inflated by us, and once more by who knows nothing of us.
    try ReadBack.check(file, name: path, placed: placed)
    try file.commit()
    guard Tool.unzip.isThere else { return }
    #expect(try Tool.unzip.run(["-tq", path]).status == 0)
  }

  /// Bits at every place, before and behind a seam.
  @Test(arguments: 0..<8) func `bits are joined wherever they begin`(first: Int) throws {
    let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 77) }
    func bit(_ bytes: [UInt8], _ index: Int) -> Bool { bytes[index / 8] >> (index % 8) & 1 == 1 }
    for count in [0, 1, 7, 8, 9, 55, 56, 57, 64, 300, 791] {
      var seam = DeflateSeam()
      var joined: [UInt8] = []
      let ranges = [0..<first, first..<first + count, 3..<3 + count % 13]
      for range in ranges {
        try seam.append(range, of: MemorySource(bytes)) { joined += $0 }
      }
      joined += seam.append([0xaa])
      let bits = ranges.flatMap { $0.map { bit(bytes, $0) } }
      #expect(bits.indices.allSatisfy { bit(joined, $0) == bits[$0] }, "\(count) bits")
      #expect(joined.last == 0xaa)
    }
  }
}
