import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@testable import Age
@testable import KeyStores

/// Two clones of a repository, each with a writer, and what comes of their work when git merges it.
@Suite(.needs(.git)) struct MergeTests {
  /// Two clones of a store in a repository: Alice's and Bob's.
  private struct Clones {
    let alice: TestStore
    let bob: TestStore

    init(_ prepare: (inout StoreChange) throws -> Void = { _ in }) throws {
      alice = try TestStore()
      bob = TestStore(alice, at: alice.folder.file("clone"))
      try alice.change { try prepare(&$0) }
      try git("init", "--quiet", "--initial-branch=main", in: alice)
      try commit("a store", in: alice)
      #expect(try Tool.git.run(["clone", "--quiet", alice.path, bob.path]).status == 0)
    }

    @discardableResult
    func git(_ arguments: String..., in store: TestStore) throws -> Tool.Outcome {
      try Tool.git.run(
        ["-c", "user.name=Fixture", "-c", "user.email=fixture@example.com", "-c", "core.autocrlf=true"]
          + arguments,
        in: store.path)
    }

    func commit(_ message: String, in store: TestStore) throws {
      try git("add", "--all", in: store)
      try #require(git("commit", "--quiet", "--message", message, in: store).status == 0)
    }

    /// Takes Bob's work into Alice's clone; gives git's status.
    func merge() throws -> Tool.Outcome {
      try commit("by Alice", in: alice)
      try commit("by Bob", in: bob)
      return try git("pull", "--quiet", "--no-rebase", "--no-edit", bob.path, "main", in: alice)
    }
  }

  @Test func `two people add different keys, and both are there`() throws {
    let clones = try Clones()
    try clones.alice.change { try $0.addKey("one") }
    try clones.bob.change(by: clones.bob.people.bob) { try $0.addKey("two") }
    let outcome = try clones.merge()
    #expect(outcome.status == 0, "\(outcome.text)")
    let merged = try clones.alice.open()
    #expect(merged.keys.map(\.name) == ["one", "two"])
    #expect(merged.audit.heads.count == 2)
    for name in ["one", "two"] { #expect(try clones.alice.secret(name) == "secret of \(name)") }
    try clones.alice.change { try $0.addKey("three") }
    let joined = try clones.alice.open()
    #expect(joined.audit.heads.count == 1)
    #expect(try #require(joined.audit.entries[joined.audit.heads[0]]).signed.heads == merged.audit.heads)
    // The lock and what is staged are not for others.
    #expect(try clones.git("ls-files", in: clones.alice).text.contains(".lock") == false)
  }

  @Test(arguments: ["--ours", "--theirs"])
  func `the same key changed by two is a conflict, and either side can be accepted`(side: String) throws {
    let clones = try Clones { try $0.addKey("upload") }
    try clones.alice.change { try $0.update($0.key("upload")) { $0.title = "Alice's" } }
    try clones.bob.change(by: clones.bob.people.bob) {
      try $0.replaceSecret(of: $0.key("upload"), with: .sample("rotated"), passphrase: nil, as: .rotated) {
        _ in
      }
    }
    let outcome = try clones.merge()
    #expect(outcome.status != 0)
    try clones.git("checkout", side, "keys/upload", in: clones.alice)
    // Git merges the secret, which only Bob changed; with Alice's metadata goes Alice's secret.
    if side == "--ours" {
      #expect(
        try clones.alice.flaws().contains(StoreFlaw("keys/upload/secret.age", .otherSecret)))
      try clones.git("checkout", "HEAD", "--", "keys/upload", in: clones.alice)
    }
    let flaw = StoreFlaw("keys/upload/key.json", .otherGeneration(2, by: .audit))
    #expect(try clones.alice.flaws() == [flaw])
    let disputed = try #require(
      KeyStore.look(at: clones.alice.path, trust: clones.alice.trust).store.disputed.first)
    #expect(disputed.signer == (side == "--ours" ? "alice" : "bob"))
    #expect(disputed.isAcceptable)
    #expect(disputed.flaws == [flaw])
    try clones.alice.change(repairs: true) { try $0.accept("keys/upload") }
    let entry = try clones.alice.open().entry("upload", in: .keys)
    #expect(entry.generation == 3)
    #expect(entry.title == (side == "--ours" ? "Alice's" : nil))
    #expect(try clones.alice.secret("upload") == (side == "--ours" ? "secret of upload" : "rotated"))
    #expect(try clones.alice.open().audit.chronicle.last?.action == .signedAgain)
  }

  @Test func `what a writer did who was removed elsewhere waits for somebody to accept it`() throws {
    let clones = try Clones()
    let people = clones.bob.people
    try clones.alice.change { _ = try $0.removeRecipient("bob", makesNewRoot: false) }
    try clones.bob.change(by: people.bob) {
      try $0.addKey("upload")
      try $0.letIn("dave", people.dave, ["developers"])
    }
    try clones.bob.change(by: people.dave) { try $0.addKey("debug", purpose: .debug) }
    #expect(try clones.merge().status == 0)
    let store = clones.alice
    let bob = try Writer(people.bob).fingerprint
    let dave = try Writer(people.dave).fingerprint
    let flaws = try store.flaws()
    #expect(
      Set(flaws.filter { !$0.path.hasPrefix("audit/") }) == [
        StoreFlaw("recipients/dave.json", .unknownWriter(fingerprint: bob)),
        StoreFlaw("keys/upload/key.json", .unknownWriter(fingerprint: bob)),
        StoreFlaw("keys/debug/key.json", .unknownWriter(fingerprint: dave)),
      ])
    #expect(flaws.count == 4)
    // Of the whole store, only that is in doubt; and nothing else is changed meanwhile.
    let looked = try KeyStore.look(at: store.path, trust: store.trust).store
    #expect(looked.recipients.map(\.name) == ["alice"])
    #expect(
      looked.disputed.map(\.place).filter { !$0.hasPrefix("audit/") } == [
        "keys/debug", "keys/upload", "recipients/dave",
      ])
    #expect(looked.disputed.filter(\.isAcceptable).map(\.place) == ["keys/upload", "recipients/dave"])
    #expect(throws: StoreError.flawed(path: store.path, flaws)) {
      try store.change(repairs: true) { try $0.addKey("new") }
    }
    #expect(throws: StoreError.nothingToAccept(place: "keys/none")) {
      try store.change(repairs: true) { try $0.accept("keys/none") }
    }
    // Nobody of the store has signed for Dave yet.
    #expect(throws: StoreError.self) { try store.change(repairs: true) { try $0.accept("keys/debug") } }
    try store.change(repairs: true) { try $0.accept("recipients/dave") }
    // With him, what he signed counts, and what his entry of the audit names.
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .unknownWriter(fingerprint: bob))])
    try store.change(repairs: true) { try $0.accept("keys/upload") }
    #expect(try store.flaws() == [])
    // Bob, who shared it with himself, has lost it.
    let entry = try store.open().entry("upload", in: .keys)
    #expect(entry.recipients == ["alice"])
    #expect(entry.exposed.map(\.to) == ["bob"])
    #expect(try store.secret("upload") == "secret of upload")
    #expect(try store.secret("debug") == "secret of debug")
  }

  @Test func `a removed writer's last entry of the audit can be joined`() throws {
    let clones = try Clones()
    let people = clones.bob.people
    try clones.alice.change { _ = try $0.removeRecipient("bob", makesNewRoot: false) }
    try clones.bob.change(by: people.bob) {
      try $0.addKey("upload")
      try $0.addKey("play")
      try $0.remove($0.key("play"), isForced: true)
    }
    #expect(try clones.merge().status == 0)
    let store = clones.alice
    let head = try #require(
      KeyStore.look(at: store.path, trust: store.trust).store.disputed.first { $0.place.hasPrefix("audit/") })
    #expect(head.signer == "bob")
    // Not as long as something that it names is not there.
    guard case .audit(let last) = head.content else { throw StoreError.nothingToAccept(place: head.place) }
    let named = "audit/\(try #require(last.heads.first)).json"
    let bytes = try store.read(named)
    try store.remove(named)
    #expect {
      try store.change(repairs: true) { try $0.accept(head.place) }
    } throws: { error in
      if case StoreError.notAcceptable(head.place, _) = error { true } else { false }
    }
    try store.write(named, bytes)
    try store.change(repairs: true) {
      try $0.accept(head.place)
      try $0.accept("keys/upload")
    }
    #expect(try store.flaws() == [])
    #expect(try store.open().audit.heads.count == 1)
    #expect(try store.open().entry("upload", in: .keys).generation == 2)
    // Its names are used up too.
    #expect(try store.change { try $0.addKey("play") }.generation == 3)
  }

  @Test func `line ends that git changed say the same`() throws {
    let clones = try Clones { try $0.addKey("upload") }
    for (name, bytes) in try clones.alice.files() where name.hasSuffix(".json") {
      let text = String(decoding: bytes, as: UTF8.self)
      try clones.alice.write(name, text.replacing("\n", with: "\r\n").utf8)
    }
    #expect(try clones.alice.flaws() == [])
    // Git leaves them alone, though it is set to change them.
    #expect(try clones.bob.files() == clones.bob.files())
    #expect(try clones.bob.secret("upload") == "secret of upload")
    #expect(try !clones.bob.read("store.json").contains(0x0d))
  }
}
