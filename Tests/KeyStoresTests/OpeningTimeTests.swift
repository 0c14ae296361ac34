import FoundationEssentials
import Glibc
import Testing

@testable import Age
@testable import KeyStores

@Suite struct OpeningTimeTests {
  @Test func `a store of years opens in the time of a breath`() throws {
    let store = try TestStore()
    let clock = ContinuousClock()
    let made = try clock.measure {
      try store.change { change in
        for number in 0..<200 { try change.addKey("key-\(number)") }
        for number in 0..<1797 { try change.record(.exported, at: "keys/key-\(number % 200)", detail: "p12") }
      }
    }
    var opened: KeyStore?
    let before = Glibc.clock()
    let time = try clock.measure { opened = try store.open() }
    let processor = Double(Glibc.clock() - before) / Double(CLOCKS_PER_SEC)
    let order = clock.measure { _ = opened?.audit.order }
    print("made in \(made), opened in \(time) with \(processor) s of processors, put in order in \(order)")
    #expect(opened?.audit.entries.count == 2000)
    #expect(opened?.keys.count == 200)
    // Without optimisation; what it guards against is a time that grows with the square.
    #expect(processor < 10)
  }
}
