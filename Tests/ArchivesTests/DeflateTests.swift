import FieldTools
import Testing

@testable import Archives

@Suite struct DeflateTests {
  private static let patterns: [(name: String, bytes: [UInt8])] = {
    var state: UInt64 = 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let random = (0..<150_000).map { _ in UInt8(truncatingIfNeeded: next()) }
    return [
      ("zeros", [UInt8](repeating: 0, count: 150_000)),
      ("random", random),
      ("text", (0..<150_000).map { _ in UInt8(ascii: "a") + UInt8(next() % 11) }),
      ("words", (0..<15_000).flatMap { _ in Array("word\(next() % 500) ".utf8) }),
      ("half of each", random[..<50_000] + [UInt8](repeating: 7, count: 50_000)),
    ]
  }()

  @Test(arguments: patterns.map(\.name), [1, 6, 12])
  func `pieces are one stream`(name: String, level: Int) throws {
    let bytes = try #require(Self.patterns.first { $0.name == name }).bytes
    // Many short pieces, for streams that end at every bit, and long ones of several blocks.
    for size in [1, 3, 50, 997, 149_999] where size > 10 || level == 6 {
      let part = bytes.prefix(size < 1000 ? size * 40 : bytes.count)
      var joined: [UInt8] = []
      for start in stride(from: 0, to: part.count, by: size) {
        let end = min(part.count, start + size)
        let piece = part[start..<end].withUnsafeBytes {
          Deflate.piece($0, level: level, isLast: end == part.count)
        }
        joined += try #require(piece)
      }
      var inflated = [UInt8](repeating: 0, count: part.count)
      let isInflated = inflated.withUnsafeMutableBytes { output in
        joined.withUnsafeBytes { Inflate.isInflated($0, into: output) }
      }
      #expect(isInflated && inflated == Array(part), "pieces of \(size)")
      #expect(Deflate.left(open: joined) != nil)
      #expect(Deflate.left(open: joined.dropLast()) == nil)
    }
  }

  @Test(arguments: [
    (name: "zeros", mayShrink: true), (name: "random", mayShrink: false), (name: "text", mayShrink: true),
    (name: "words", mayShrink: true), (name: "half of each", mayShrink: true),
  ])
  func `what is packed is left alone`(name: String, mayShrink: Bool) throws {
    let bytes = try #require(Self.patterns.first { $0.name == name }).bytes
    for count in [4096, 10_000, bytes.count] {
      // Half of each is random at its beginning.
      guard name != "half of each" || count == bytes.count else { continue }
      let answer = bytes[..<count].withUnsafeBytes(Deflate.mayShrink)
      #expect(answer == mayShrink, "\(count) bytes")
    }
    #expect(bytes[..<100].withUnsafeBytes(Deflate.mayShrink))
    #expect(!bytes[..<0].withUnsafeBytes(Deflate.mayShrink))
  }
}
