import FieldTools
import Testing

@testable import Archives

@Suite struct InflateTests {
  /// Contents of every kind: what does not shrink, what is all one byte, and what is between.
  private static let contents: [[UInt8]] = {
    var random = SplitMix(seed: 1)
    return [
      [], [7], Array("abcabcabcabcabcabcabc".utf8),
      [UInt8](repeating: 0, count: 300_000),
      (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) },
      (0..<40_000).flatMap { _ in Array("word\(random.below(500)) ".utf8) },
      // Distances of every length, near and far, and codewords of every length.
      (0..<60_000).flatMap { index in
        [UInt8](repeating: UInt8(random.below(1 + random.below(256))), count: 1 + index % 7)
      },
    ]
  }()

  private static func deflated(_ contents: [UInt8], level: Int) -> [UInt8] {
    contents.withUnsafeBytes { Deflate.piece($0, level: level, isLast: true) } ?? []
  }

  /// What two streams make that run side by side, each with input in steps of some size; nil where one is no deflate.
  private static func inflated(_ streams: [(input: [UInt8], step: Int)]) throws -> [[UInt8]?] {
    let inflations = try streams.map { _ in try #require(Inflate.Stream()) }
    var offsets = streams.map { _ in 0 }
    var outputs = streams.map { _ in [UInt8]() }
    var isOver = false
    while !isOver {
      for (index, inflation) in inflations.enumerated() where inflation.stop == .wantsInput {
        let room = inflation.room
        let part = streams[index].input[offsets[index]...].prefix(min(streams[index].step, room.count))
        room.copyBytes(from: part)
        offsets[index] = part.endIndex
        inflation.add(part.count, isLast: part.endIndex == streams[index].input.count)
      }
      Inflate.Stream.run(inflations[0], inflations.count > 1 ? inflations[1] : nil)
      isOver = true
      for (index, inflation) in inflations.enumerated() {
        if inflation.stop == .wantsInput || inflation.stop == .isFull { isOver = false }
        outputs[index] += inflation.take()
      }
    }
    return zip(inflations, outputs).map { $0.stop == .isAtEnd ? $1 : nil }
  }

  /// The whole at once, by libdeflate; nil where it is no deflate that makes so many bytes.
  private static func byLibrary(_ input: [UInt8], count: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: max(1, count))
    let isInflated = output.withUnsafeMutableBytes { output in
      input.withUnsafeBytes { Inflate.isInflated($0, into: .init(rebasing: output[..<count])) }
    }
    return isInflated ? Array(output[..<count]) : nil
  }

  @Test(arguments: [0, 1, 6, 9, 12], [1, 700, 1 << 20])
  func `makes what was deflated`(level: Int, step: Int) throws {
    for contents in Self.contents where step > 1 || contents.count < 1000 {
      let input = Self.deflated(contents, level: level)
      #expect(try Self.inflated([(input, step)]) == [contents])
    }
  }

  @Test func `two side by side do not mix`() throws {
    let inputs = Self.contents.map { Self.deflated($0, level: 6) }
    for one in inputs.indices {
      for other in inputs.indices {
        let made = try Self.inflated([(inputs[one], 5000), (inputs[other], 1 << 20)])
        #expect(made == [Self.contents[one], Self.contents[other]], "\(one) beside \(other)")
      }
    }
  }

  @Test func `bytes behind the end are left alone`() throws {
    for contents in Self.contents {
      #expect(
        try Self.inflated([(Self.deflated(contents, level: 6) + [1, 2, 3, 4, 5, 6, 7, 8, 9], 100_000)]) == [
          contents
        ])
    }
  }

  @Test func `a stream that is cut is none`() throws {
    for contents in Self.contents {
      let input = Self.deflated(contents, level: 6)
      for count in Set((0..<200).map { $0 * input.count / 200 }) {
        let beside = (input: input, step: 1 << 20)
        let made = try Self.inflated([(Array(input[..<count]), 333), beside])
        #expect(made == [nil, contents], "\(count) of \(input.count) bytes")
      }
    }
  }

  /// Bits flipped at the beginning, where the codes are, and anywhere.
  @Test func `libdeflate judges changed streams alike`() throws {
    var random = SplitMix(seed: 11)
    var (sound, total) = (0, 0)
    for contents in Self.contents where contents.count > 10 {
      for level in [1, 6] {
        let input = Self.deflated(Array(contents.prefix(20_000)), level: level)
        for round in 0..<1500 {
          var changed = input
          for _ in 0..<Int.random(in: 1...3, using: &random) {
            let end = round % 2 == 0 ? min(80, input.count) : input.count
            changed[Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
          }
          let made = try Self.inflated([(changed, 777)])[0]
          total += 1
          if made != nil { sound += 1 }
          if let made, made.count < 10 << 20 {
            #expect(Self.byLibrary(changed, count: made.count) == made, "only we take \(changed.prefix(40))")
          } else {
            let theirs = Self.byLibrary(changed, count: min(20_000, contents.count))
            #expect(theirs == nil || hasTooManyCodes(changed), "only libdeflate takes \(changed.prefix(40))")
          }
        }
      }
    }
    #expect(sound > total / 20 && sound < total)
  }

  /// Whether the first block has more codes than there are symbols (RFC 1951 3.2.7), which libdeflate does not mind.
  private func hasTooManyCodes(_ input: [UInt8]) -> Bool {
    let bits = input.prefix(3).reversed().reduce(0) { $0 << 8 | Int($1) }
    return bits >> 1 & 3 == 2 && (bits >> 3 & 31 > 29 || bits >> 8 & 31 > 29)
  }

  /// Blocks whose flaw is in their name; those of codes begin with 05, a last block of dynamic codes.
  @Test(
    arguments: [
      ("kind 3", [0x07]),
      ("stored, length and its complement differ", [0x01, 0x05, 0x00, 0x00, 0x00, 1, 2, 3, 4, 5]),
      ("a distance before the beginning", [0x63, 0x64, 0x04, 0x12, 0x00]), ("nothing", []),
      ("fixed codes, then nothing", [0x03]),
    ] as [(String, [UInt8])])
  func `is broken`(flaw: String, bytes: [UInt8]) throws {
    #expect(try Self.inflated([(bytes, 100)]) == [nil])
  }
}
