import Bytes
import Cryptography
import FieldTools
import FoundationEssentials
import Releases
import Testing

@testable import Age
@testable import KeyStores

/// A store in a folder of its own, with people who can be told apart.
struct TestStore: Sendable {
  let folder: TemporaryFolder
  let path: String
  let people: People

  /// Alice made the store; Bob and Carol write too, and are in other groups; CI and Dave only read.
  struct People: Sendable {
    let alice = TestStore.identity("alice")
    let bob = TestStore.identity("bob")
    let carol = TestStore.identity("carol")
    let ci = TestStore.identity("ci")
    let dave = TestStore.identity("dave")
    let mallory = TestStore.identity("mallory")
  }

  static let now = Date(timeIntervalSince1970: 1_790_000_000)

  /// Alice's, with Bob in `release`, who writes.
  init(at path: String? = nil) throws {
    folder = try TemporaryFolder()
    self.path = path ?? folder.file("keys")
    people = People()
    _ = try KeyStore.make(at: self.path, by: people.alice, name: "alice", groups: ["release"], now: Self.now)
    try change { try $0.letIn("bob", people.bob, ["release"]) }
  }

  /// A store in which everything has happened once, with a writer who was removed.
  static func eventful() throws -> TestStore {
    let store = try TestStore()
    try store.change {
      try $0.letIn("carol", store.people.carol, ["release"])
      try $0.addKey("upload")
      try $0.addCredential("token")
    }
    try store.change(by: store.people.carol) { try $0.addKey("debug", purpose: .debug) }
    try store.change { _ = try $0.removeRecipient("carol", makesNewRoot: false) }
    #expect(try store.flaws() == [])
    return store
  }

  /// A view of the same people on another folder.
  init(_ store: TestStore, at path: String) {
    folder = store.folder
    people = store.people
    self.path = path
  }

  /// The same identity for the same name.
  static func identity(_ name: String) -> AgeIdentity {
    let seed = SecretBytes(Digest.hash(.sha256, Array(name.utf8)))
    do {
      return try AgeIdentity(seed.withBytes { Bech32.encode(prefix: "AGE-SECRET-KEY-", $0) })
    } catch {
      fatalError("any 32 bytes are a key: \(error)")
    }
  }

  var trust: Trust { get throws { .root(try Writer(people.alice).fingerprint) } }

  @discardableResult
  func change<Value>(
    by identity: AgeIdentity? = nil, at time: Date = now, repairs: Bool = false,
    witnesses: [(StoreWitness, StoreFlaw.Source)] = [], trust: Trust? = nil,
    _ body: (inout StoreChange) throws -> Value
  ) throws -> Value {
    let trust = try trust ?? self.trust
    return try KeyStore.change(
      at: path, trust: trust, witnesses: witnesses, by: [identity ?? people.alice], now: time,
      repairs: repairs, body
    ).value
  }

  func open(trust: Trust? = nil, witnesses: [(StoreWitness, StoreFlaw.Source)] = []) throws -> KeyStore {
    try KeyStore.open(at: path, trust: trust ?? self.trust, witnesses: witnesses)
  }

  func flaws(
    trust: Trust? = nil, witnesses: [(StoreWitness, StoreFlaw.Source)] = []
  ) throws -> [StoreFlaw] {
    do {
      return try KeyStore.look(at: path, trust: trust ?? self.trust, witnesses: witnesses).flaws
    } catch StoreError.flawed(_, let flaws) {
      return flaws
    }
  }

  /// The text under the encryption of a key's bundle.
  func secret(
    _ name: String, _ chapter: StoreFolder.Chapter = .keys, with identity: AgeIdentity? = nil,
    passphrase: String? = nil, trust: Trust? = nil
  ) throws -> String? {
    let store = try open(trust: trust)
    return try store.secret(
      of: store.entry(name, in: chapter), with: [identity ?? people.alice],
      passphrase: passphrase.map { SecretBytes($0) }
    ).text(SecretBundle.privateKey)
  }

  // MARK: Files

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let file = "\(path)/\(name)"
    let parent = file.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/\(parent)", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  /// All files but the lock, by path.
  func files() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path)
    where name != ".lock" && !name.hasPrefix(".git/") {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder), !isFolder
      else { continue }
      files[name] = try read(name)
    }
    return files
  }

  /// Puts all files back as they were.
  func restore(_ files: [String: [UInt8]]) throws {
    for name in try self.files().keys where files[name] == nil { try remove(name) }
    for (name, bytes) in files { try write(name, bytes) }
  }

  /// A copy of the store in another folder.
  func copy(to name: String) throws -> TestStore {
    let copy = TestStore(self, at: folder.file(name))
    try FileManager.default.copyItem(atPath: path, toPath: copy.path)
    return copy
  }

  /// Signs a document as somebody, whether they may or not, and puts it there.
  func forge<Content: StoreDocument>(_ content: Content, at path: String, by identity: AgeIdentity) throws {
    try write(path, SignedDocument(content, by: Writer(identity)).text)
  }

  /// Signs an entry of the audit as somebody and puts it where it belongs.
  @discardableResult
  func forge(audit entry: AuditEntry, by identity: AgeIdentity) throws -> String {
    let id = AuditEntry.id(of: entry)
    try forge(entry, at: StoreFolder.audit(id), by: identity)
    return id
  }

  func document<Content: StoreDocument>(_ path: String, _ type: Content.Type) throws -> Content {
    try #require(SignedDocument<Content>.read(read(path))).signed
  }
}

extension StoreChange {
  @discardableResult
  mutating func letIn(
    _ name: String, _ identity: AgeIdentity, _ groups: [String], writes: Bool = true
  ) throws -> [Entry] {
    try addRecipient(name, card: Writer(identity).card, groups: groups, writes: writes)
  }

  @discardableResult
  mutating func addKey(
    _ name: String, purpose: Purpose = .distribution, groups: [String]? = nil, people: [String] = [],
    isDefault: Bool = false, passphrase: String? = nil, secret: String? = nil
  ) throws -> Entry {
    var draft = EntryDraft(
      name: name, subject: .key(.sample(name, purpose: purpose)),
      bundle: .sample(secret ?? "secret of \(name)"))
    draft.groups = groups
    draft.people = people
    draft.isDefault = isDefault
    draft.passphrase = passphrase.map { SecretBytes($0) }
    return try add(draft)
  }

  @discardableResult
  mutating func addCredential(_ name: String) throws -> Entry {
    try add(
      EntryDraft(
        name: name, subject: .credential(CredentialFacts(kind: .bearer, hosts: ["example.com"])),
        bundle: .sample("token of \(name)")))
  }

  func key(_ name: String) throws -> Entry { try entry(name, in: .keys) }
}

extension KeyFacts {
  static func sample(_ name: String, purpose: Purpose = .distribution, platform: Platform = .android)
    -> KeyFacts
  {
    KeyFacts(
      platform: platform, purpose: purpose, team: nil,
      certificate: CertificateSummary(
        sha256: Digest.hash(.sha256, Array(name.utf8)).hex, sha1: Digest.hash(.sha1, Array(name.utf8)).hex,
        subject: "CN=\(name)", algorithm: "RSA 4096", notBefore: TestStore.now,
        notAfter: TestStore.now.addingTimeInterval(86_400 * 365)),
      profiles: [], publicKey: Digest.hash(.sha256, Array("public \(name)".utf8)).hex)
  }
}

extension SecretBundle {
  static func sample(_ secret: String) -> SecretBundle {
    var bundle = SecretBundle()
    bundle[SecretBundle.privateKey] = SecretBytes(secret)
    bundle[SecretBundle.password] = SecretBytes("password of \(secret)")
    return bundle
  }
}
