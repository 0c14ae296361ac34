import Age
import Cryptography
import FoundationEssentials
import Testing

@testable import KeyStores

/// What writers do, one after the other.
@Suite struct ChangeTests {
  @Test func `a key goes in and comes out`() throws {
    let store = try TestStore()
    let made = try store.change { try $0.addKey("upload") }
    #expect(made.recipients == ["alice", "bob"])
    #expect(made.groups == ["ci", "release"])
    #expect(try store.secret("upload", with: store.people.bob) == "secret of upload")
    #expect(throws: StoreError.notShared(entry: "upload", with: ["alice", "bob"])) {
      try store.secret("upload", with: store.people.mallory)
    }
  }

  @Test func `keys for debugging are for all, those for distribution for release and CI`() throws {
    let store = try TestStore()
    try store.change {
      try $0.addKey("debug", purpose: .debug)
      try $0.addKey("upload")
      try $0.addCredential("token")
      try $0.letIn("dave", store.people.dave, ["developers"], writes: false)
      try $0.letIn("ci", store.people.ci, ["ci"], writes: false)
    }
    let opened = try store.open()
    #expect(opened.keys.map(\.recipients) == [["alice", "bob", "ci", "dave"], ["alice", "bob", "ci"]])
    #expect(opened.credentials.map(\.recipients) == [["alice", "bob", "ci"]])
    for (key, text) in [("debug", "secret of debug"), ("upload", "secret of upload")] {
      #expect(try store.secret(key, with: store.people.ci) == text)
    }
    #expect(try store.secret("debug", with: store.people.dave) == "secret of debug")
  }

  @Test func `whoever joins a group gets its keys, or waits for those that the writer cannot read`() throws {
    let store = try TestStore()
    try store.change { change in
      try change.addKey("shared")
      try change.addKey("own", groups: ["ci"])
    }
    let waiting = try store.change(by: store.people.bob) {
      try $0.letIn("ci", store.people.ci, ["ci"], writes: false)
    }
    #expect(waiting.map(\.name) == ["own"])
    let opened = try store.open()
    #expect(opened.waiting(for: try opened.entry("own", in: .keys)) == ["ci"])
    #expect(opened.waiting(for: try opened.entry("shared", in: .keys)) == [])
    #expect(
      opened.health(today: TestStore.now).contains(HealthFact(place: "keys/own", kind: .waiting(["ci"]))))
    try store.change { try $0.share($0.key("own"), with: []) }
    #expect(try store.secret("own", with: store.people.ci) == "secret of own")
    let later = try store.change {
      try $0.letIn("dave", store.people.dave, ["developers"], writes: false)
      return try $0.changeRecipient("dave", groups: ["ci"], writes: nil)
    }
    #expect(later == [])
    #expect(try store.secret("own", with: store.people.dave) == "secret of own")
  }

  @Test func `unsharing from somebody who came in through a group keeps the others and marks the key`() throws
  {
    let store = try TestStore()
    try store.change {
      try $0.letIn("carol", store.people.carol, ["release"])
      try $0.addKey("upload")
      try $0.unshare($0.key("upload"), from: ["bob"])
    }
    let entry = try store.open().entry("upload", in: .keys)
    #expect(entry.recipients == ["alice", "carol"])
    #expect(entry.groups == ["ci"])
    #expect(entry.people == ["alice", "carol"])
    #expect(entry.exposed == [Entry.Exposure(to: "bob", since: TestStore.now)])
    #expect(throws: StoreError.notShared(entry: "upload", with: ["alice", "carol"])) {
      try store.secret("upload", with: store.people.bob)
    }
    #expect(try store.secret("upload", with: store.people.carol) == "secret of upload")
  }

  @Test func `a rotation clears what was exposed and exported, and a renewal does not`() throws {
    let store = try TestStore()
    try store.change {
      try $0.addKey("upload")
      try $0.unshare($0.key("upload"), from: ["bob"])
      try $0.markExported($0.key("upload"), as: "p12")
      try $0.replaceSecret(of: $0.key("upload"), with: .sample("renewed"), passphrase: nil, as: .updated) {
        _ in
      }
    }
    #expect(try store.open().entry("upload", in: .keys).exposed.map(\.to) == ["bob"])
    #expect(try store.open().entry("upload", in: .keys).exported == TestStore.now)
    try store.change {
      try $0.replaceSecret(of: $0.key("upload"), with: .sample("rotated"), passphrase: nil, as: .rotated) {
        _ in
      }
    }
    let entry = try store.open().entry("upload", in: .keys)
    #expect(entry.exposed == [])
    #expect(entry.exported == nil)
    #expect(try store.secret("upload") == "rotated")
  }

  @Test func `what one change does later builds on what it did before`() throws {
    let store = try TestStore()
    try store.change {
      try $0.addKey("upload")
      try $0.replaceSecret(of: $0.key("upload"), with: .sample("second"), passphrase: nil, as: .rotated) {
        _ in
      }
      try $0.letIn("ci", store.people.ci, ["ci"], writes: false)
      try $0.rename($0.key("upload"), to: "play")
      try $0.letIn("carol", store.people.carol, ["release"])
      try $0.unshare($0.key("play"), from: ["bob"])
    }
    for reader in [store.people.alice, store.people.ci, store.people.carol] {
      #expect(try store.secret("play", with: reader) == "second")
    }
  }

  @Test func `a name goes on counting when it is renamed, removed and used again`() throws {
    let store = try TestStore()
    var generations: [Int] = []
    func note(_ name: String) throws {
      generations.append(try store.open().entry(name, in: .keys).generation)
    }
    try store.change { try $0.addKey("upload") }
    try note("upload")
    try store.change { try $0.rename($0.key("upload"), to: "play") }
    try store.change { try $0.addKey("upload", secret: "another") }
    try note("upload")
    try store.change { try $0.remove($0.key("upload"), isForced: true) }
    try store.change { try $0.addKey("upload", secret: "a third") }
    try note("upload")
    try store.change { try $0.rename($0.key("play"), to: "PLAY") }
    try note("PLAY")
    #expect(generations == [1, 3, 5, 1])
    #expect(try store.secret("upload") == "a third")
    #expect(try store.secret("PLAY") == "secret of upload")
    #expect(throws: StoreError.nameTaken("PLAY")) { try store.change { try $0.addKey("Play") } }
    #expect(throws: StoreError.onlyCopy(entry: "upload")) {
      try store.change { try $0.remove($0.key("upload"), isForced: false) }
    }
    try store.change { _ = try $0.removeRecipient("bob", makesNewRoot: false) }
    try store.change { try $0.letIn("bob", store.people.bob, ["release"]) }
    #expect(try store.open().recipient("bob").generation == 3)
  }

  @Test func `one default at a time`() throws {
    let store = try TestStore()
    try store.change {
      try $0.addKey("first", isDefault: true)
      try $0.addKey("second", isDefault: true)
      try $0.addKey("debug", purpose: .debug, isDefault: true)
    }
    #expect(try store.open().keys.filter(\.isDefault).map(\.name) == ["debug", "second"])
  }

  @Test func `whoever is removed is shut out, and what they signed is signed again`() throws {
    let store = try TestStore()
    try store.change(by: store.people.bob) {
      try $0.addKey("upload")
      try $0.letIn("carol", store.people.carol, ["release"])
    }
    #expect(try store.change { try $0.removeRecipient("bob", makesNewRoot: false) } == [])
    let opened = try store.open()
    #expect(opened.places(signedBy: try Writer(store.people.bob).fingerprint) == [])
    #expect(opened.recipients.map(\.name) == ["alice", "carol"])
    #expect(try opened.entry("upload", in: .keys).exposed.map(\.to) == ["bob"])
    #expect(throws: StoreError.notShared(entry: "upload", with: ["alice", "carol"])) {
      try store.secret("upload", with: store.people.bob)
    }
    #expect(throws: StoreError.notARecipient(recipients: ["alice", "carol"])) {
      try store.change(by: store.people.bob) { try $0.addKey("back") }
    }
  }

  @Test func `a key that the one who removes cannot read stays readable, and says so`() throws {
    let store = try TestStore()
    try store.change(by: store.people.bob) {
      try $0.letIn("carol", store.people.carol, ["ci"])
      try $0.addKey("own", groups: [], people: ["carol"])
      try $0.addKey("upload")
    }
    let refused = try store.change { try $0.removeRecipient("bob", makesNewRoot: false) }
    #expect(refused.map(\.name) == ["own"])
    let entry = try store.open().entry("own", in: .keys)
    #expect(entry.people == ["carol"])
    #expect(entry.recipients == ["bob", "carol"])
    #expect(entry.exposed.map(\.to) == ["bob"])
    #expect(
      try store.open().health(today: TestStore.now).contains(
        HealthFact(place: "keys/own", kind: .surplus(["bob"]))))
    // Another Bob is not let in by what the first one left behind.
    try store.change { try $0.letIn("bob", store.people.dave, ["developers"]) }
    #expect(throws: StoreError.self) { try store.secret("own", with: store.people.dave) }
    try store.change(by: store.people.carol) { try $0.share($0.key("own"), with: []) }
    #expect(try store.open().entry("own", in: .keys).recipients == ["carol"])
  }

  @Test func `the last recipient of a key stays`() throws {
    let store = try TestStore()
    try store.change(by: store.people.bob) { try $0.addKey("own", groups: []) }
    #expect(throws: StoreError.lastRecipient(entry: "own", name: "bob")) {
      try store.change { try $0.removeRecipient("bob", makesNewRoot: false) }
    }
    try store.change { try $0.addKey("upload") }
    #expect(throws: StoreError.lastRecipient(entry: "upload", name: "alice, bob")) {
      try store.change { change in
        try change.replaceSecret(of: change.key("upload"), with: .sample("x"), passphrase: nil, as: .rotated)
        {
          $0.groups = []
          $0.people = []
        }
      }
    }
  }

  @Test func `the first writer leaves only when another becomes the root`() throws {
    let store = try TestStore()
    try store.change {
      try $0.letIn("carol", store.people.carol, ["ci"])
      try $0.addKey("upload")
    }
    #expect(throws: StoreError.removesRoot(name: "alice")) {
      try store.change(by: store.people.bob) { try $0.removeRecipient("alice", makesNewRoot: false) }
    }
    #expect(throws: StoreError.removesRoot(name: "alice")) {
      try store.change(by: store.people.bob) { try $0.changeRecipient("alice", groups: nil, writes: false) }
    }
    let before = try store.files()
    try store.change(by: store.people.bob) { _ = try $0.removeRecipient("alice", makesNewRoot: true) }
    let bobs = Trust.root(try Writer(store.people.bob).fingerprint)
    let opened = try store.open(trust: bobs)
    #expect(opened.recipients.map(\.name) == ["bob", "carol"])
    #expect(opened.places(signedBy: try Writer(store.people.alice).fingerprint) == [])
    #expect(try store.secret("upload", with: store.people.carol, trust: bobs) == "secret of upload")
    // Whoever was not told trusts another.
    #expect(
      try store.flaws() == [
        StoreFlaw(
          "store.json",
          .otherRoot(
            found: try Writer(store.people.bob).fingerprint,
            trusted: try Writer(store.people.alice).fingerprint))
      ])
    // The old beginning beside the new rest.
    try store.write("store.json", try #require(before["store.json"]))
    try store.write("recipients/alice.json", try #require(before["recipients/alice.json"]))
    #expect(!(try store.flaws().isEmpty))
    #expect(throws: StoreError.self) { try store.open() }
  }

  @Test func `nobody's right to be a recipient rests on their own signature`() throws {
    let store = try TestStore()
    try store.change(by: store.people.bob) { try $0.letIn("carol", store.people.carol, ["ci"]) }
    #expect(throws: StoreError.restsOnItself(name: "bob", signer: "bob")) {
      try store.change(by: store.people.bob) { try $0.changeRecipient("bob", groups: ["ci"], writes: nil) }
    }
    // Carol is a writer because Bob says so.
    #expect(throws: StoreError.restsOnItself(name: "bob", signer: "carol")) {
      try store.change(by: store.people.carol) { try $0.changeRecipient("bob", groups: ["ci"], writes: nil) }
    }
    #expect(throws: StoreError.self) {
      try store.change(by: store.people.carol) { try $0.removeRecipient("bob", makesNewRoot: false) }
    }
    try store.change(by: store.people.carol) {
      _ = try $0.changeRecipient("alice", groups: ["ci"], writes: nil)
    }
    try store.change { _ = try $0.changeRecipient("bob", groups: ["ci"], writes: nil) }
    try store.change { _ = try $0.removeRecipient("bob", makesNewRoot: false) }
    #expect(try store.open().recipients.map(\.name) == ["alice", "carol"])
    #expect(throws: StoreError.lastWriter(name: "carol")) {
      try store.change(by: store.people.carol) { try $0.changeRecipient("carol", groups: nil, writes: false) }
    }
  }

  @Test func `somebody is a recipient once`() throws {
    let store = try TestStore()
    #expect(throws: StoreError.recipientExists("bob")) {
      try store.change { try $0.letIn("Bob", store.people.dave, ["ci"]) }
    }
    #expect(throws: StoreError.sameRecipient("robert", as: "bob")) {
      try store.change { try $0.letIn("robert", store.people.bob, ["ci"]) }
    }
    #expect(throws: StoreError.badName("../bob")) {
      try store.change { try $0.letIn("../bob", store.people.dave, ["ci"]) }
    }
    #expect(throws: StoreError.notARecipient(recipients: ["alice", "bob"])) {
      try store.change(by: store.people.mallory) { try $0.addKey("upload") }
    }
    try store.change { try $0.letIn("dave", store.people.dave, ["developers"], writes: false) }
    #expect(throws: StoreError.notAWriter(name: "dave", writers: ["alice", "bob"])) {
      try store.change(by: store.people.dave) { try $0.addKey("upload") }
    }
  }

  @Test func `a locked key needs its passphrase too, and whoever shares it does not`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload", passphrase: "open sesame") }
    try store.change { try $0.letIn("ci", store.people.ci, ["ci"], writes: false) }
    #expect(throws: StoreError.passphraseNeeded(entry: "upload")) { try store.secret("upload") }
    #expect(throws: StoreError.wrongPassphrase(entry: "upload")) {
      try store.secret("upload", passphrase: "close sesame")
    }
    #expect(
      try store.secret("upload", with: store.people.ci, passphrase: "open sesame") == "secret of upload")
  }

  @Test func `a folder in which something lies does not become a store`() throws {
    let store = try TestStore()
    #expect(throws: StoreError.storeExists(path: store.path)) {
      try KeyStore.make(at: store.path, by: store.people.bob, name: "bob", groups: [], now: TestStore.now)
    }
    try store.remove("store.json")
    #expect(throws: StoreError.flawed(path: store.path, [StoreFlaw("recipients", .unexpected)])) {
      try KeyStore.make(at: store.path, by: store.people.bob, name: "bob", groups: [], now: TestStore.now)
    }
  }
}
