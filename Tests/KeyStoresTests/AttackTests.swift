import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@testable import Age
@testable import KeyStores

/// What somebody does who can write the folder, or push to its repository, and is no writer.
@Suite struct AttackTests {
  @Test func `a flipped bit in any file`() throws {
    let store = try TestStore.eventful()
    let files = try store.files()
    #expect(files.count > 20)
    // What is for git alone is no document of the store.
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) where !name.hasPrefix(".git") {
      // Other places in each file, and the ends.
      let first = name.utf8.reduce(0) { ($0 + Int($1)) % 37 }
      for offset in [0] + Array(stride(from: first, to: bytes.count, by: 37)) + [bytes.count - 1] {
        var damaged = bytes
        damaged[offset] ^= 1 << UInt8(offset % 8)
        // A blank for another blank says the same.
        if [0x20, 0x0a, 0x0d, 0x09].contains(bytes[offset]),
          [0x20, 0x0a, 0x0d, 0x09].contains(damaged[offset])
        {
          continue
        }
        try store.write(name, damaged)
        #expect(try !store.flaws().isEmpty, "\(name), byte \(offset)")
      }
      try store.write(name, bytes)
    }
    #expect(try store.flaws() == [])
  }

  @Test func `every file is needed`() throws {
    let store = try TestStore.eventful()
    for (name, bytes) in try store.files() where !name.hasPrefix(".git") {
      try store.remove(name)
      do {
        #expect(try !store.flaws().isEmpty, "\(name)")
      } catch StoreError.noStore {
        #expect(name == "store.json")
      }
      try store.write(name, Array(bytes.dropLast(2)))
      #expect(try !store.flaws().isEmpty, "\(name) cut off")
      try store.write(name, bytes)
    }
  }

  @Test func `members that nobody signed`() throws {
    let store = try TestStore.eventful()
    for (name, old, new) in [
      ("keys/upload/key.json", "\"signed\" : {", "\"signed\" : { \"extra\" : 1,"),
      ("keys/upload/key.json", "\"signature\"", "\"comment\" : \"x\",\n\"signature\""),
      ("keys/upload/key.json", "\"generation\" : 2", "\"generation\" : 2.0"),
      ("keys/upload/key.json", "\"generation\" : 2", "\"generation\" : 1, \"generation\" : 2"),
      ("recipients/bob.json", "\"name\" : \"bob\"", "\"name\" : \"b\\u006fb\""),
    ] {
      let bytes = try store.read(name)
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.split(separator: old, maxSplits: 1)
      try #require(parts.count == 2, "\(old)")
      try store.write(name, "\(parts[0])\(new)\(parts[1])".utf8)
      #expect(try store.flaws() == [StoreFlaw(name, .malformed)], "\(new)")
      try store.write(name, bytes)
    }
  }

  @Test func `metadata of one key beside the secret of another`() throws {
    let store = try TestStore.eventful()
    try store.write("keys/upload/secret.age", store.read("keys/debug/secret.age"))
    #expect(try store.flaws() == [StoreFlaw("keys/upload/secret.age", .otherSecret)])
  }

  @Test func `one key in the place of another`() throws {
    let store = try TestStore.eventful()
    for file in ["key.json", "secret.age"] {
      try store.write("keys/upload/\(file)", store.read("keys/debug/\(file)"))
    }
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .wrongPlace(name: "debug"))])
  }

  @Test func `a credential in the place of a key`() throws {
    let store = try TestStore.eventful()
    try store.write("keys/token/key.json", store.read("credentials/token/credential.json"))
    try store.write("keys/token/secret.age", store.read("credentials/token/secret.age"))
    #expect(try store.flaws() == [StoreFlaw("keys/token/key.json", .wrongPlace(name: "token"))])
    try store.remove("keys/token")
    try store.write("credentials/token/credential.json", store.read("keys/upload/key.json"))
    #expect(
      try store.flaws() == [StoreFlaw("credentials/token/credential.json", .wrongPlace(name: "upload"))])
  }

  @Test func `an older generation put back`() throws {
    let store = try TestStore.eventful()
    let before = try store.files()
    try store.change { try $0.unshare($0.key("upload"), from: ["bob"]) }
    for file in ["keys/upload/key.json", "keys/upload/secret.age"] {
      try store.write(file, try #require(before[file]))
    }
    #expect(
      try store.flaws() == [
        StoreFlaw("keys/upload/key.json", .olderGeneration(found: 2, known: 3, by: .audit))
      ])
    // What does not hold is not taken for what is there.
    let store2 = try KeyStore.look(at: store.path, trust: store.trust).store
    #expect(store2.keys.map(\.name) == ["debug"])
  }

  @Test func `the audit cut off with what it told of is seen by whoever remembers`() throws {
    let store = try TestStore.eventful()
    let older = try store.files()
    let memory = StoreMemory(folder: store.folder.file("memory"))
    try store.change { try $0.unshare($0.key("upload"), from: ["bob"]) }
    let newest = try store.open()
    try memory.remember(newest)
    let lock = StoreWitness(of: newest)
    let added = Set(try store.files().keys).subtracting(older.keys)

    // The audit alone.
    let whole = try store.files()
    for file in added { try store.remove(file) }
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .notInAudit(generation: 3))])

    // All of it: nothing in the store tells, and without a witness nobody can.
    try store.restore(older)
    #expect(try store.flaws() == [])
    for (witness, source) in [
      (lock, StoreFlaw.Source.lock),
      (try #require(memory.witness(of: StoreFolder(store.path + "/."))), .memory),
    ] {
      let head = try #require(newest.audit.heads.first)
      #expect(
        try store.flaws(witnesses: [(witness, source)]) == [
          StoreFlaw("audit/\(head).json", .missingAuditEntry(head, by: source)),
          StoreFlaw("keys/upload/key.json", .olderGeneration(found: 2, known: 3, by: source)),
        ])
      #expect(throws: StoreError.self) {
        try store.change(witnesses: [(witness, source)]) { try $0.addKey("new") }
      }
    }
    memory.forget(StoreFolder(store.path))
    #expect(memory.witness(of: StoreFolder(store.path)) == nil)

    // A key that is gone with its history.
    try store.restore(whole)
    try store.change { try $0.addKey("later") }
    let later = StoreWitness(of: try store.open())
    try store.restore(whole)
    #expect(
      try store.flaws(witnesses: [(later, .lock)]).contains(StoreFlaw("keys/later", .vanished(by: .lock))))
  }

  @Test func `an entry of the audit taken out of the middle`() throws {
    let store = try TestStore.eventful()
    let audit = try store.open().audit
    let middle = audit.order[audit.order.count / 2]
    try store.remove("audit/\(middle).json")
    #expect(
      try store.flaws().contains(StoreFlaw("audit/\(middle).json", .missingAuditEntry(middle, by: .audit))))
  }

  @Test func `a recipient added by hand`() throws {
    let store = try TestStore.eventful()
    let mallory = try Writer(store.people.mallory)
    let record = RecipientRecord(
      name: "mallory", card: mallory.card, writes: true, groups: ["release"], generation: 1,
      added: TestStore.now)
    try store.forge(record, at: "recipients/mallory.json", by: store.people.mallory)
    let unknown = StoreFlaw("recipients/mallory.json", .unknownWriter(fingerprint: mallory.fingerprint))
    #expect(try store.flaws() == [unknown])
    // Signed in the name of somebody else.
    var text = String(decoding: try store.read("recipients/mallory.json"), as: UTF8.self)
    let alice = try Writer(store.people.alice).fingerprint
    text = text.replacing(mallory.fingerprint, with: alice)
    try store.write("recipients/mallory.json", text.utf8)
    #expect(try store.flaws() == [StoreFlaw("recipients/mallory.json", .badSignature(writer: alice))])
    #expect(throws: StoreError.self) { try store.change { try $0.addKey("new") } }
  }

  @Test func `a recipient added to the metadata by hand`() throws {
    let store = try TestStore.eventful()
    let text = String(decoding: try store.read("keys/upload/key.json"), as: UTF8.self)
    try store.write("keys/upload/key.json", text.replacing("\"bob\"", with: "\"mallory\"").utf8)
    #expect(
      try store.flaws() == [
        StoreFlaw("keys/upload/key.json", .badSignature(writer: try Writer(store.people.alice).fingerprint))
      ])
  }

  @Test func `a secret with more recipients than the metadata names`() throws {
    let store = try TestStore.eventful()
    let opened = try store.open()
    let entry = try opened.entry("upload", in: .keys)
    let sealed = try opened.sealedSecret(of: entry, with: [store.people.alice])
    let before = try store.read("keys/upload/secret.age")
    let bytes = try AgeFile.encrypt(
      sealed, to: [store.people.alice, store.people.bob, store.people.mallory].map(\.recipient))
    try store.write("keys/upload/secret.age", bytes)
    #expect(try store.flaws() == [StoreFlaw("keys/upload/secret.age", .otherSecret)])
    try store.write("keys/upload/secret.age", before)
    // By a writer, who could also have told them the secret; it is seen all the same.
    try store.change { change in
      var entry = try change.key("upload")
      entry.secret = Digest.hash(.sha256, bytes).hex
      try change.put(entry)
      try change.record(.updated, at: entry.place)
    }
    try store.write("keys/upload/secret.age", bytes)
    #expect(
      try store.flaws() == [StoreFlaw("keys/upload/secret.age", .otherRecipients(found: 3, named: 2))])
  }

  @Test func `the whole store replaced`() throws {
    let store = try TestStore.eventful()
    let other = TestStore(store, at: store.folder.file("other"))
    let mallory = store.people.mallory
    _ = try KeyStore.make(at: other.path, by: mallory, name: "alice", groups: ["release"], now: TestStore.now)
    let found = try Writer(mallory).fingerprint
    let trusted = try Writer(store.people.alice).fingerprint
    let memory = StoreWitness(of: try store.open())
    #expect(try KeyStore.claimedRoot(at: other.path) == found)
    #expect(try other.flaws() == [StoreFlaw("store.json", .otherRoot(found: found, trusted: trusted))])
    #expect(
      try other.flaws(trust: .firstUse, witnesses: [(memory, .memory)]) == [
        StoreFlaw("store.json", .otherRoot(found: found, trusted: trusted))
      ])
    // Nobody repairs that.
    #expect(throws: StoreError.self) {
      try other.change(by: mallory, repairs: true, witnesses: [(memory, .memory)], trust: .firstUse) { _ in }
    }
    // Her beginning before Alice's rest, in Alice's name.
    try store.write("store.json", other.read("store.json"))
    #expect(throws: StoreError.self) { try store.open() }
    var record = try other.document("store.json", StoreRecord.self)
    record.root = trusted
    try store.forge(record, at: "store.json", by: mallory)
    #expect(try store.flaws().contains(StoreFlaw("store.json", .unknownWriter(fingerprint: found))))
  }

  @Test func `a beginning that another writer signed`() throws {
    let store = try TestStore.eventful()
    let record = try store.document("store.json", StoreRecord.self)
    try store.forge(record, at: "store.json", by: store.people.bob)
    let bob = try Writer(store.people.bob).fingerprint
    #expect(try store.flaws() == [StoreFlaw("store.json", .unknownWriter(fingerprint: bob))])
  }

  @Test func `a removed writer's documents`() throws {
    let store = try TestStore()
    try store.change {
      try $0.letIn("carol", store.people.carol, ["release"])
      try $0.addKey("upload")
    }
    let before = try store.files()
    try store.change { _ = try $0.removeRecipient("carol", makesNewRoot: false) }
    let after = try store.files()
    let carol = try Writer(store.people.carol)
    let unknown = StoreFlaw.Reason.unknownWriter(fingerprint: carol.fingerprint)

    // A key's metadata, signed after she was removed.
    var entry = try store.document("keys/upload/key.json", Entry.self)
    entry.generation += 1
    entry.groups = []
    try store.forge(entry, at: "keys/upload/key.json", by: store.people.carol)
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", unknown)])
    try store.restore(after)

    // An entry of the audit.
    let heads = try store.open().audit.heads
    let mark = AuditEntry.Mark(place: "keys/upload", generation: 90, digest: AuditEntry.Mark.removed)
    let id = try store.forge(
      audit: AuditEntry(at: TestStore.now, by: "carol", action: .removed, mark: mark, heads: heads),
      by: store.people.carol)
    #expect(try store.flaws() == [StoreFlaw("audit/\(id).json", unknown)])
    #expect(throws: StoreError.self) { try store.change { try $0.addKey("new") } }
    try store.restore(after)

    // Her old record, which Alice did sign; and with it all that she would sign by it.
    let old = StoreFlaw("recipients/carol.json", .olderGeneration(found: 1, known: 2, by: .audit))
    try store.write("recipients/carol.json", try #require(before["recipients/carol.json"]))
    #expect(try store.flaws() == [old])
    #expect(
      try KeyStore.look(at: store.path, trust: store.trust).store.recipients.map(\.name) == ["alice", "bob"])
    try store.forge(entry, at: "keys/upload/key.json", by: store.people.carol)
    try store.forge(
      audit: AuditEntry(
        at: TestStore.now, by: "carol", action: .updated,
        mark: AuditEntry.Mark(
          place: "keys/upload", generation: entry.generation, digest: SignedDocument.digest(of: entry)),
        heads: heads), by: store.people.carol)
    #expect(Set(try store.flaws().map(\.reason)) == [unknown, old.reason])
    // She changes nothing either, not even as a repair.
    #expect(throws: StoreError.notARecipient(recipients: ["alice", "bob"])) {
      try store.change(by: store.people.carol, repairs: true) { try $0.accept("recipients/carol") }
    }
    #expect(throws: StoreError.notAcceptable(place: "recipients/carol", [old])) {
      try store.change(repairs: true) { try $0.accept("recipients/carol") }
    }
    // A later record, which she signs herself.
    var record = try store.document("recipients/carol.json", RecipientRecord.self)
    record.generation = 3
    try store.restore(after)
    try store.forge(record, at: "recipients/carol.json", by: store.people.carol)
    #expect(try store.flaws() == [StoreFlaw("recipients/carol.json", unknown)])
  }

  @Test func `documents moved between stores of the same writers`() throws {
    let store = try TestStore()
    let other = try TestStore()
    try other.change { try $0.addKey("upload", secret: "of another store") }
    let opened = try store.open()
    // The key alone.
    for file in ["key.json", "secret.age"] {
      try store.write("keys/upload/\(file)", other.read("keys/upload/\(file)"))
    }
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .notInAudit(generation: 1))])
    // With all of its audit, whose heads a current writer of this store signed.
    for (name, bytes) in try other.files() where name.hasPrefix("audit/") { try store.write(name, bytes) }
    let record = try other.document("store.json", StoreRecord.self)
    #expect(
      try store.flaws().contains {
        $0.path.hasPrefix("audit/") && $0.reason == .wrongPlace(name: record.store)
      })
    // And the other way: the beginning of one store and the rest of another.
    try other.write("store.json", store.read("store.json"))
    #expect(
      try other.flaws().contains {
        $0.path.hasPrefix("audit/") && $0.reason == .wrongPlace(name: record.store)
      })
    #expect(opened.record.store != record.store)
  }
}
