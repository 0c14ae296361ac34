import Bytes
import FieldTools
import FoundationEssentials
import Testing

@testable import Age
@testable import KeyStores

/// Writers who are interrupted, who come at once, and who find no room.
@Suite struct TransactionTests {
  @Test func `an interrupted write at every step leaves the old or the new state, whole`() throws {
    let store = try TestStore()
    try store.change {
      try $0.letIn("carol", store.people.carol, ["release"])
      try $0.addKey("upload")
      try $0.addKey("debug", purpose: .debug)
    }
    let before = try store.files()
    let old = try store.open()
    // A bit of everything: new files, changed ones, removed ones, and folders that become empty.
    var change = try old.change(by: [store.people.alice], now: TestStore.now)
    _ = try change.removeRecipient("carol", makesNewRoot: false)
    try change.rename(change.key("upload"), to: "play")
    try change.remove(change.key("debug"), isForced: true)
    try change.addCredential("token")
    let steps = change.steps
    let commit = try #require(steps.firstIndex(of: .commit))
    let folder = StoreFolder(store.path)
    for count in 0...steps.count {
      try store.restore(before)
      for step in steps.prefix(count) { try StoreTransaction.perform(step, in: folder) }
      let opened = try store.open()
      if count <= commit {
        #expect(opened.keys.map(\.name) == ["debug", "upload"], "\(count) steps")
        #expect(opened.recipients.map(\.name) == ["alice", "bob", "carol"])
        #expect(opened.credentials == [])
        #expect(try store.secret("upload", with: store.people.carol) == "secret of upload")
      } else {
        #expect(opened.keys.map(\.name) == ["play"], "\(count) steps")
        #expect(opened.recipients.map(\.name) == ["alice", "bob"])
        #expect(try store.secret("play", with: store.people.bob) == "secret of upload")
        #expect(try store.secret("token", .credentials) == "token of token")
        #expect(!FileManager.default.fileExists(atPath: "\(store.path)/keys/upload"))
      }
      // And the same step twice, as by somebody who was interrupted right behind it.
      try store.change { try $0.addKey("next") }
      #expect(try store.secret("next") == "secret of next")
      #expect(try store.flaws() == [])
      #expect(!FileManager.default.fileExists(atPath: "\(store.path)/.pending"))
    }
  }

  @Test func `whoever finishes for another can be interrupted too`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload") }
    let before = try store.files()
    var change = try store.open().change(by: [store.people.alice], now: TestStore.now)
    try change.rename(change.key("upload"), to: "play")
    let steps = change.steps
    let commit = try #require(steps.firstIndex(of: .commit))
    let folder = StoreFolder(store.path)
    for first in commit + 1...steps.count {
      for second in commit + 1...steps.count {
        try store.restore(before)
        for step in steps.prefix(first) { try StoreTransaction.perform(step, in: folder) }
        guard StoreTransaction.isPending(in: folder) else { continue }
        for step in steps[commit + 1..<second] { try StoreTransaction.perform(step, in: folder) }
        #expect(try store.open().keys.map(\.name) == ["play"], "\(first), then \(second) steps")
      }
    }
  }

  /// A hundred rounds, over ten stores, since each change reads all that was done before.
  @Test func `two writers at once lose nothing`() async throws {
    for _ in 0..<10 { try await Self.race(rounds: 10) }
  }

  private static func race(rounds: Int) async throws {
    let store = try TestStore()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (name, identity) in [("alice", store.people.alice), ("bob", store.people.bob)] {
        group.addTask {
          try await Workers.onThread {
            for round in 0..<rounds {
              try store.change(by: identity) { try $0.addCredential("\(name)-\(round)") }
            }
          }
        }
      }
      // And somebody who looks on.
      group.addTask {
        try await Workers.onThread {
          for _ in 0..<rounds { try #require(try store.flaws() == []) }
        }
      }
      try await group.waitForAll()
    }
    let opened = try store.open()
    #expect(opened.credentials.count == 2 * rounds)
    #expect(opened.audit.heads.count == 1)
    #expect(opened.audit.entries.count == 2 * rounds + 3)
    #expect(try store.secret("bob-7", .credentials) == "token of bob-7")
  }

  @Test(.needsSmallDisk) func `a full disk leaves what was there`() throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(at: folder.file("disk"), kilobytes: 512)
    let store = try TestStore(at: disk.path + "/keys")
    try store.change { try $0.addKey("upload") }
    let before = try store.files()
    disk.fill()
    #expect {
      try store.change { try $0.addKey("another") }
    } throws: { error in
      if case StoreError.file(.noSpace) = error { true } else { false }
    }
    #expect(try store.files() == before)
    #expect(try store.secret("upload") == "secret of upload")
    try FileManager.default.removeItem(atPath: disk.path + "/ballast")
    try store.change { try $0.addKey("another") }
    #expect(try store.flaws() == [])
  }

  @Test(.needsSmallDisk) func `a store that may not be written is read, and a writer is told`() throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(at: folder.file("disk"), kilobytes: 512)
    let store = try TestStore(at: disk.path + "/keys")
    try store.change { try $0.addKey("upload") }
    try disk.makeReadOnly()
    #expect(try store.secret("upload") == "secret of upload")
    #expect(throws: StoreError.file(.notWritable(path: store.path, reason: "Read-only file system"))) {
      try store.change { try $0.addKey("another") }
    }
  }
}
