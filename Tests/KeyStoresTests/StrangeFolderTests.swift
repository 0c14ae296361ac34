import Cryptography
import FieldTools
import FoundationEssentials
import Glibc
import Testing

@testable import Age
@testable import KeyStores

/// Folders that no Slipway of this version made.
@Suite struct StrangeFolderTests {
  @Test func `a store of a later version`() throws {
    let store = try TestStore()
    var record = try store.document("store.json", StoreRecord.self)
    record.version = 2
    try store.forge(record, at: "store.json", by: store.people.alice)
    let future = StoreError.futureVersion(path: store.path, version: 2, known: 1)
    #expect(throws: future) { try store.open() }
    #expect(throws: future) { try store.change(repairs: true) { try $0.addKey("upload") } }
    // Whatever else it holds.
    try store.write("store.json", #"{"signed":{"version":7,"new":[]}}"#.utf8)
    #expect(throws: StoreError.futureVersion(path: store.path, version: 7, known: 1)) { try store.open() }
    for version in ["0", "-1", "1.5", "9e99", "null"] {
      try store.write("store.json", #"{"signed":{"version":\#(version)}}"#.utf8)
      #expect(try store.flaws() == [StoreFlaw("store.json", .malformed)])
    }
  }

  @Test func `names that are one file on some systems`() throws {
    let store = try TestStore.eventful()
    for (name, bytes) in try store.files() where name.hasPrefix("keys/upload/") {
      try store.write(name.replacing("upload", with: "Upload"), bytes)
    }
    #expect(try store.flaws().contains(StoreFlaw("keys/upload", .ambiguousName("Upload"))))
  }

  @Test(arguments: [
    "keys/upload/notes.txt", "keys/-x/key.json", "recipients/bob.json.orig", "audit/x", "keys/default",
  ])
  func `what does not belong there`(file: String) throws {
    let store = try TestStore.eventful()
    try store.write(file, "x".utf8)
    #expect(try !store.flaws().isEmpty)
  }

  @Test(arguments: [
    "keys", "keys/upload", "keys/upload/secret.age", "keys/upload/key.json", "audit", "recipients/bob.json",
  ])
  func `links lead nowhere`(path: String) throws {
    let store = try TestStore.eventful()
    let outside = store.folder.file("outside")
    try FileManager.default.moveItem(atPath: "\(store.path)/\(path)", toPath: outside)
    try FileManager.default.createSymbolicLink(atPath: "\(store.path)/\(path)", withDestinationPath: outside)
    #expect(try store.flaws().contains(StoreFlaw(path, .unexpected)))
    #expect(throws: StoreError.self) { try store.change { try $0.addKey("new") } }
    #expect(throws: StoreError.self) { try store.change(repairs: true) { try $0.addKey("new") } }
  }

  @Test func `nothing is written through a link`() throws {
    let store = try TestStore()
    let outside = store.folder.file("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: "\(store.path)/keys", withDestinationPath: outside)
    #expect(throws: StoreError.flawed(path: store.path, [StoreFlaw("keys", .unexpected)])) {
      try store.change { try $0.addKey("new") }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
  }

  @Test func `a pipe does not keep anybody waiting`() throws {
    let store = try TestStore.eventful()
    try store.remove("keys/upload/secret.age")
    #expect(mkfifo("\(store.path)/keys/upload/secret.age", 0o600) == 0)
    #expect(try store.flaws() == [StoreFlaw("keys/upload/secret.age", .unexpected)])
  }

  @Test(arguments: [
    ".git/hooks/post-checkout", ".git/config", "../outside", "/etc/passwd", "keys/../x", "notes.txt",
    "keys/a/b/c",
    ".lock", "keys/upload/key.json/", "",
  ])
  func `a transaction that somebody made up touches nothing else`(path: String) throws {
    let store = try TestStore()
    for removes in [false, true] {
      try store.write(".pending/0", "[core]".utf8)
      try store.write(
        ".pending/changes.json", CanonicalJSON.data([StoreTransaction.Change(path: path, removes: removes)]))
      let malformed = StoreError.flawed(path: store.path, [StoreFlaw(".pending", .malformed)])
      #expect(throws: malformed) { try store.open() }
      #expect(throws: malformed) { try store.change(repairs: true) { try $0.addKey("new") } }
    }
  }

  @Test func `huge and deeply nested documents`() throws {
    let store = try TestStore.eventful()
    let bytes = try store.read("keys/upload/key.json")
    let deep = String(repeating: "[", count: 400_000) + String(repeating: "]", count: 400_000)
    for (text, reason) in [
      (deep, StoreFlaw.Reason.malformed),
      (#"{"signed":\#(String(repeating: #"{"a":"#, count: 150_000))"#, .malformed),
      (String(repeating: " ", count: 1 << 20) + String(decoding: bytes, as: UTF8.self), .tooLarge),
      (#"{"signed":{"generation":9223372036854775808}}"#, .malformed),
    ] {
      try store.write("keys/upload/key.json", text.utf8)
      #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", reason)])
    }
    try store.write("keys/upload/key.json", bytes)
    let secret = try store.read("keys/upload/secret.age")
    try store.write("keys/upload/secret.age", [UInt8](repeating: 0, count: 17 << 20))
    #expect(try store.flaws() == [StoreFlaw("keys/upload/secret.age", .tooLarge)])
    try store.write("keys/upload/secret.age", secret)
    try store.write("store.json", deep.utf8)
    #expect(try store.flaws() == [StoreFlaw("store.json", .malformed)])
  }

  @Test(arguments: [0, -1, .min, .max, 1_000_000_001])
  func `generations from which counting cannot go on`(generation: Int) throws {
    let store = try TestStore.eventful()
    var entry = try store.document("keys/upload/key.json", Entry.self)
    entry.generation = generation
    try store.forge(entry, at: "keys/upload/key.json", by: store.people.alice)
    #expect(try store.flaws() == [StoreFlaw("keys/upload/key.json", .malformed)])
  }
}
