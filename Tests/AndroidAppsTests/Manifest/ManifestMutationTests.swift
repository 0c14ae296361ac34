import Testing

@testable import AndroidApps

/// A generator that gives the same numbers every time: xorshift64*.
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }
}

extension FixedRandom {
  /// The bytes with a few of them changed, cut off, doubled or overwritten by large numbers.
  mutating func mutant(of bytes: [UInt8]) -> [UInt8] {
    var mutant = bytes
    for _ in 0..<Int.random(in: 1...6, using: &self) where !mutant.isEmpty {
      let place = Int.random(in: 0..<mutant.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: mutant[place] = UInt8.random(in: 0...255, using: &self)
      case 1: mutant[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: mutant.removeLast(min(mutant.count, Int.random(in: 0..<64, using: &self)))
      case 3:
        let end = min(mutant.count, place + 4)
        mutant.replaceSubrange(
          place..<end, with: [0xff, 0xff, 0xff, [0x7f, 0xff].randomElement(using: &self) ?? 0])
      case 4: mutant.insert(contentsOf: mutant[place..<min(mutant.count, place + 24)], at: place)
      default: mutant.removeSubrange(place..<min(mutant.count, place + 8))
      }
    }
    return mutant
  }
}

@Suite struct ManifestMutationTests {
  /// Whatever was done to a manifest, reading ends with one or with this module's error.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `mutants of manifests never trap`(seed: UInt64) throws {
    var random = FixedRandom(state: seed)
    var read = 0
    var refused = 0
    func attempt(_ body: () throws -> AndroidManifest) {
      do {
        _ = try body()
        read += 1
      } catch is AndroidError {
        refused += 1
      } catch {
        Issue.record(error)
      }
    }
    for name in ManifestFixture.names {
      let binary = try ManifestFixture.binary(name)
      let proto = try ManifestFixture.proto(name)
      for _ in 0..<150 {
        let mutant = random.mutant(of: binary)
        attempt { try AndroidManifest(binaryXML: mutant) }
        let protoMutant = random.mutant(of: proto)
        attempt { try AndroidManifest(protoXML: protoMutant) }
      }
    }
    #expect(read + refused == ManifestFixture.names.count * 300)
    #expect(read > 100 && refused > 100)
  }

  @Test func `every prefix of a manifest is refused`() throws {
    let binary = try ManifestFixture.binary("release")
    for length in 0..<binary.count {
      #expect(throws: AndroidError.self) { try AndroidManifest(binaryXML: Array(binary[..<length])) }
    }
  }
}
