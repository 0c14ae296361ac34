import Cryptography
import FoundationEssentials
import Releases
import Testing

@testable import Age
@testable import KeyStores

@Suite struct AuditTests {
  private static func use(_ store: TestStore, _ change: (inout KeyUse) -> Void = { _ in }) throws -> KeyUse {
    var use = KeyUse(
      store: try store.open().record.store, key: "upload", generation: 1, certificate: "c", artifact: "a",
      application: "com.example", host: "build-1", at: TestStore.now, by: "ci")
    change(&use)
    return use
  }

  @Test func `uses that runs reported go into the audit, once and only when their users signed them`() throws
  {
    let store = try TestStore()
    try store.change {
      try $0.letIn("ci", store.people.ci, ["ci"], writes: false)
      try $0.letIn("dave", store.people.dave, ["release"], writes: false)
      try $0.addKey("upload")
    }
    let ci = try Writer(store.people.ci)
    let daves = try SignedDocument(Self.use(store) { $0.by = "dave" }, by: Writer(store.people.dave))
    try store.change { _ = try $0.removeRecipient("dave", makesNewRoot: false) }
    let good = try SignedDocument(Self.use(store), by: ci)
    let table: [(SignedDocument<KeyUse>, ImportedUses.Reason)] = [
      (try SignedDocument(Self.use(store) { $0.store = "another" }, by: ci), .otherStore),
      (try SignedDocument(Self.use(store) { $0.by = "nobody" }, by: ci), .unknownRecipient),
      (try SignedDocument(Self.use(store) { $0.by = "alice" }, by: ci), .badSignature),
      (try SignedDocument(Self.use(store), by: Writer(store.people.mallory)), .badSignature),
      (try SignedDocument(Self.use(store) { $0.key = "play" }, by: ci), .unknownKey),
      (try SignedDocument(Self.use(store) { $0.generation = .max }, by: ci), .unknownKey),
      (try SignedDocument(Self.use(store) { $0.generation = 0 }, by: ci), .unknownKey),
    ]
    let first = try store.change { try $0.record(uses: [good, daves, good] + table.map(\.0)) }
    #expect(first.taken == [good.signed, daves.signed])
    #expect(first.known == [good.signed])
    #expect(first.refused == table.map { ImportedUses.Refusal(use: $0.signed, reason: $1) })
    let second = try store.change(by: store.people.bob) { try $0.record(uses: [good, daves]) }
    #expect(second.taken == [])
    #expect(second.known.count == 2)
    let told = try store.open().audit.chronicle.filter { $0.action == .used }
    #expect(told.map(\.use?.signed) == [good.signed, daves.signed])
    #expect(told.map(\.detail) == ["upload", "upload"])
    // As it stands in a report, with a value changed.
    let text = String(decoding: good.text, as: UTF8.self).replacing("build-1", with: "build-2")
    let forged = try #require(SignedDocument<KeyUse>.read(Array(text.utf8)))
    #expect(try store.change { try $0.record(uses: [forged]) }.refused.map(\.reason) == [.badSignature])
  }

  @Test func `everything that somebody ever had access to`() throws {
    let store = try TestStore()
    func day(_ number: Int) -> Date { TestStore.now.addingTimeInterval(Double(number) * 86_400) }
    try store.change(at: day(1)) {
      try $0.addKey("first")
      try $0.addKey("never", groups: [])
    }
    try store.change(at: day(2)) { try $0.letIn("carol", store.people.carol, ["release"], writes: false) }
    try store.change(at: day(3)) {
      try $0.addCredential("token")
      try $0.rename($0.key("first"), to: "second")
    }
    try store.change(at: day(4)) { try $0.unshare($0.entry("token", in: .credentials), from: ["carol"]) }
    try store.change(at: day(5)) { try $0.update($0.key("second")) { $0.title = "Play" } }
    #expect(
      try store.open().access(of: "carol") == [
        AccessSpan(chapter: .keys, name: "first", since: day(2), until: day(3), generation: 2),
        AccessSpan(
          chapter: .credentials, name: "token", since: day(3), until: day(4), generation: 1, isExposed: true),
        AccessSpan(chapter: .keys, name: "second", since: day(3), until: nil, generation: 2),
      ])
    try store.change(at: day(6)) { _ = try $0.removeRecipient("carol", makesNewRoot: false) }
    let left = try store.open().access(of: "carol")
    #expect(left.map(\.until) == [day(3), day(4), day(6)])
    #expect(left.map(\.isExposed) == [false, true, true])
    try store.change(at: day(7)) {
      try $0.replaceSecret(of: $0.key("second"), with: .sample("new"), passphrase: nil, as: .rotated) { _ in }
    }
    #expect(try store.open().access(of: "carol").map(\.isExposed) == [false, true, false])
    #expect(try store.open().access(of: "nobody") == [])
  }

  @Test func `the chronicle follows the graph where clocks go wrong`() throws {
    let store = try TestStore()
    let early = TestStore.now.addingTimeInterval(-86_400 * 400)
    try store.change { try $0.addKey("one") }
    try store.change(at: early) { try $0.addKey("two") }
    try store.change(at: early.addingTimeInterval(-1)) { try $0.remove($0.key("two"), isForced: true) }
    let chronicle = try store.open().audit.chronicle
    #expect(
      chronicle.map(\.action) == [.storeMade, .recipientAdded, .recipientAdded, .added, .added, .removed])
  }
}

@Suite struct HealthTests {
  @Test func `what somebody who keeps a store should know`() throws {
    let store = try TestStore()
    func day(_ number: Double) -> Date { TestStore.now.addingTimeInterval(number * 86_400) }
    func profile(_ name: String, expires: Date, has: Bool = true) -> ProfileSummary {
      ProfileSummary(
        uuid: "u-\(name)", name: name, applicationIdentifier: "T.com.example", kind: "store",
        expires: expires,
        hasCertificate: has)
    }
    func add(_ name: String, to change: inout StoreChange, _ body: (inout KeyFacts) -> Void) throws {
      var facts = KeyFacts.sample(name)
      body(&facts)
      try change.add(EntryDraft(name: name, subject: .key(facts), bundle: .sample(name)))
    }
    try store.change {
      try add("fine", to: &$0) { _ in }
      try add("expired", to: &$0) { $0.certificate?.notAfter = day(-1) }
      try add("expiring", to: &$0) { $0.certificate?.notAfter = day(30) }
      try add("later", to: &$0) { $0.certificate?.notAfter = day(31) }
      try add("pending", to: &$0) { $0.certificate = nil }
      try add("profiles", to: &$0) {
        $0.platform = .ios
        $0.profiles = [
          profile("old", expires: day(-2)), profile("other", expires: day(300), has: false),
          profile("soon", expires: day(3)),
        ]
      }
      try $0.addKey("single", groups: [])
      try $0.update($0.key("fine")) { $0.isDefault = true }
    }
    let facts = try store.open().health(today: TestStore.now)
    #expect(
      facts == [
        HealthFact(place: nil, kind: .noDefault(.ios, .distribution)),
        HealthFact(place: "keys/expired", kind: .expired(day(-1))),
        HealthFact(place: "keys/expiring", kind: .expiring(day(30))),
        HealthFact(place: "keys/pending", kind: .pending),
        HealthFact(place: "keys/profiles", kind: .profileExpired(name: "old", uuid: "u-old", day(-2))),
        HealthFact(place: "keys/profiles", kind: .profileWithoutCertificate(name: "other", uuid: "u-other")),
        HealthFact(place: "keys/profiles", kind: .profileExpiring(name: "soon", uuid: "u-soon", day(3))),
        HealthFact(place: "keys/single", kind: .oneRecipient),
      ])
    try store.change {
      try $0.markExported($0.key("single"), as: "p12")
      try $0.unshare($0.key("fine"), from: ["bob"])
    }
    let later = try store.open().health(today: TestStore.now).filter { ["fine", "single"].contains($0.name) }
    #expect(
      later == [
        HealthFact(place: "keys/fine", kind: .oneRecipient),
        HealthFact(place: "keys/fine", kind: .exposed(to: ["bob"])),
      ])
  }
}
