import Cryptography
import FoundationEssentials
import Testing

@testable import Age
@testable import KeyStores

@Suite struct RepairTests {
  @Test func `a generation that the audit does not know can be accepted`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload") }
    let before = Set(try store.files().keys)
    try store.change { try $0.update($0.key("upload")) { $0.title = "Play" } }
    for file in Set(try store.files().keys).subtracting(before) { try store.remove(file) }
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .notInAudit(generation: 2))])
    try store.change(by: store.people.bob, repairs: true) { try $0.accept("keys/upload") }
    #expect(try store.open().entry("upload", in: .keys).title == "Play")
    #expect(try store.open().audit.chronicle.last?.by == "bob")
  }

  @Test func `an older generation of a key can be accepted, as its newest`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload") }
    let before = try store.files()
    try store.change {
      try $0.replaceSecret(of: $0.key("upload"), with: .sample("lost"), passphrase: nil, as: .rotated) { _ in
      }
    }
    for file in ["keys/upload/key.json", "keys/upload/secret.age"] {
      try store.write(file, try #require(before[file]))
    }
    try store.change(repairs: true) { try $0.accept("keys/upload") }
    #expect(try store.open().entry("upload", in: .keys).generation == 3)
    #expect(try store.secret("upload") == "secret of upload")
  }

  @Test func `what the audit knows and is gone can be accepted as removed`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload") }
    try store.remove("keys/upload")
    #expect(try store.flaws() == [StoreFlaw("keys/upload", .vanished(by: .audit))])
    try store.change(repairs: true) { try $0.accept("keys/upload") }
    #expect(try store.open().keys == [])
    #expect(try store.change { try $0.addKey("upload") }.generation == 3)
  }

  @Test func `what somebody remembers otherwise can be accepted`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload") }
    let before = try store.files()
    try store.change { try $0.update($0.key("upload")) { $0.title = "lost in a merge" } }
    let memory = StoreWitness(of: try store.open())
    try store.restore(before)
    try store.change(at: TestStore.now.addingTimeInterval(1)) {
      try $0.update($0.key("upload")) { $0.title = "kept" }
    }
    let flaw = StoreFlaw("keys/upload/key.json", .otherGeneration(2, by: .memory))
    #expect(try store.flaws(witnesses: [(memory, .memory)]).contains(flaw))
    try store.change(repairs: true, witnesses: [(memory, .memory)]) { try $0.accept("keys/upload") }
    #expect(try !store.flaws(witnesses: [(memory, .memory)]).contains { $0.path.hasPrefix("keys/") })
  }

  @Test func `what is never accepted`() throws {
    let store = try TestStore()
    try store.change {
      try $0.addKey("upload")
      try $0.addKey("debug", purpose: .debug)
    }
    let whole = try store.files()
    func refuses(_ place: String, _ prepare: () throws -> Void) throws {
      try prepare()
      let flaws = try store.flaws().filter { $0.place == place }
      #expect(!flaws.isEmpty)
      #expect(throws: StoreError.notAcceptable(place: place, flaws)) {
        try store.change(repairs: true) { try $0.accept(place) }
      }
      try store.restore(whole)
    }
    try refuses("keys/upload") {
      try store.write("keys/upload/secret.age", store.read("keys/debug/secret.age"))
    }
    try refuses("keys/upload") { try store.remove("keys/upload/secret.age") }
    try refuses("keys/upload") {
      var entry = try store.document("keys/upload/key.json", Entry.self)
      entry.generation = 2
      try store.forge(entry, at: "keys/upload/key.json", by: store.people.mallory)
    }
    try refuses("keys/upload") {
      var entry = try store.document("keys/upload/key.json", Entry.self)
      entry.generation = 2
      entry.secret = try store.document("keys/debug/key.json", Entry.self).secret
      try store.forge(entry, at: "keys/upload/key.json", by: store.people.bob)
    }
    try refuses("recipients/mallory") {
      let record = RecipientRecord(
        name: "mallory", card: try Writer(store.people.mallory).card, writes: true, groups: [], generation: 1,
        added: TestStore.now)
      try store.forge(record, at: "recipients/mallory.json", by: store.people.mallory)
    }
    try refuses("keys/upload") { try store.write("keys/upload/key.json", "{".utf8) }
    #expect(try store.flaws() == [])
    #expect(throws: StoreError.nothingToAccept(place: "keys/upload")) {
      try store.change(repairs: true) { try $0.accept("keys/upload") }
    }
  }
}
