import Age
import Cryptography
import Foundation
import KeyStores
import Pipelines
import Testing

@testable import SlipwayKit

@Suite struct StoreAccessTests {
  @Test
  func `the store's folder is what the command says, else the environment, else the file, else beside it`() {
    let position = Position(file: "ci/slipway.yaml", line: 1, column: 1)
    let plain = Pipeline(file: "/ci/slipway.yaml", name: "", targets: [])
    var declared = plain
    declared.keyStore = KeyStoreDeclaration(path: Located("../keys", at: position))
    let variable = ["SLIPWAY_KEYS": "/variable"]
    let rows:
      [(pipeline: Pipeline?, environment: [String: String], path: String?, folder: String, isNamed: Bool)] = [
        (plain, [:], nil, "/ci/slipway-keys", false), (declared, [:], nil, "/ci/../keys", true),
        (declared, variable, nil, "/variable", true), (declared, variable, "/said", "/said", true),
        (nil, ["SLIPWAY_KEYS": ""], "/said", "/said", true),
      ]
    for row in rows {
      let access = StoreAccess(
        invocation(row.environment), pipeline: row.pipeline, path: row.path, ask: nil)
      #expect(access.path == row.folder)
      #expect(access.isNamed == row.isNamed)
    }
  }

  @Test func `trust is what somebody said, else what is remembered, and in CI never the first use`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let home = "\(folder)/home"
    let store = try access([:], home: home, folder).make(name: "alice", groups: ["release"])
    let root = store.record.root
    #expect(try access([:], home: home, folder).trust() == .root(root))
    #expect(try access([:], home: "\(folder)/other", folder).trust() == .firstUse)
    #expect(throws: StoreError.trustNeeded(path: store.path, root: root)) {
      try access(["CI": "true"], home: "\(folder)/other", folder).trust()
    }
    let said = String(repeating: "0a", count: 32)
    #expect(try access(["CI": "true", "SLIPWAY_TRUST": said], home: home, folder).trust() == .root(said))
    #expect(throws: StoreError.malformedTrust("alice")) {
      try access(["SLIPWAY_TRUST": "alice"], home: home, folder).trust()
    }
    var pipeline = Pipeline(file: "slipway.yaml", name: "", targets: [])
    let position = Position(file: "slipway.yaml", line: 1, column: 1)
    pipeline.keyStore = KeyStoreDeclaration(
      path: Located("\(folder)/keys", at: position), trust: Located(root, at: position))
    #expect(throws: Failure.self) {
      try StoreAccess(invocation(["SLIPWAY_TRUST": said], home: home), pipeline: pipeline, ask: nil).trust()
    }
  }

  @Test func `an older store is seen by this user's memory`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let access = access([:], home: "\(folder)/home", folder)
    _ = try access.make(name: "alice", groups: ["release"])
    let older = "\(folder)/older"
    try FileManager.default.copyItem(atPath: access.path, toPath: older)
    var draft = KeyDraft()
    draft.name = "upload"
    _ = try KeyGeneration(
      access, name: "upload", platform: .android, purpose: .distribution, isElliptic: true, commonName: nil,
      draft: draft
    ).perform()
    try FileManager.default.removeItem(atPath: access.path)
    try FileManager.default.moveItem(atPath: older, toPath: access.path)
    guard
      case .flawed(_, let flaws) = try #require(throws: StoreError.self, performing: { try access.open() })
    else {
      Issue.record("the older store was taken")
      return
    }
    #expect(flaws.contains { if case .vanished(by: .memory) = $0.reason { true } else { false } })
  }

  private func access(_ environment: [String: String], home: String, _ folder: String) -> StoreAccess {
    var environment = environment
    environment["SLIPWAY_IDENTITY"] =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    return StoreAccess(invocation(environment, home: home), pipeline: nil, path: "\(folder)/keys", ask: nil)
  }
}

@Suite struct IdentitySourceTests {
  @Test func `comes from the variable, else the file it names, else the user's folder`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (made, path) = try IdentitySource(invocation([:], home: folder), ask: nil).make()
    #expect(path == "\(folder)/.config/slipway/identity.txt")
    #expect(recipients([:], home: folder) == [made.recipient])
    let (other, otherPath) = try IdentitySource(
      invocation(["SLIPWAY_IDENTITY_FILE": "\(folder)/other.txt"], home: folder), ask: nil
    ).make()
    #expect(otherPath == "\(folder)/other.txt")
    #expect(recipients(["SLIPWAY_IDENTITY_FILE": otherPath], home: folder) == [other.recipient])
    let text = made.text.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(
      recipients(["SLIPWAY_IDENTITY": text, "SLIPWAY_IDENTITY_FILE": otherPath], home: folder) == [
        made.recipient
      ])
  }

  @Test func `a file that others can read is refused with the command to run`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = IdentitySource(invocation([:], home: folder), ask: nil)
    let path = try source.make().path
    for mode in [0o640, 0o604, 0o660, 0o777] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let failure = try #require(throws: Failure.self) { try source.identities() }
      #expect(failure.status == .noRight)
      #expect(failure.remedy == "Run: chmod 600 \(path)")
    }
  }

  @Test func `one under a passphrase is opened by the variable or by who is asked`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try IdentitySource(invocation([:], home: folder), ask: nil)
      .make(passphrase: SecretBytes("correct")).identity
    #expect(recipients(["SLIPWAY_IDENTITY_PASSPHRASE": "correct"], home: folder) == [made.recipient])
    #expect(recipients([:], home: folder, ask: { _ in "correct" }) == [made.recipient])
    #expect(throws: AgeError.wrongPassphrase) {
      try IdentitySource(invocation(["SLIPWAY_IDENTITY_PASSPHRASE": "wrong"], home: folder), ask: nil)
        .identities()
    }
    let failure = try #require(throws: Failure.self) {
      try IdentitySource(invocation([:], home: folder), ask: nil).identities()
    }
    #expect(failure.status == .noRight)
  }

  @Test func `is never made over another`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = IdentitySource(invocation([:], home: folder), ask: nil)
    let before = try source.make().identity
    #expect(throws: Failure.self) { try source.make() }
    #expect(recipients([:], home: folder) == [before.recipient])
  }

  @Test func `the variable of a passphrase has a name that shells take`() {
    #expect(Passphrases.variable(of: "acme-upload.v2") == "SLIPWAY_PASSPHRASE_ACME_UPLOAD_V2")
  }

  private func recipients(
    _ environment: [String: String], home: String, ask: PasswordPrompt? = nil
  ) -> [AgeRecipient]? {
    try? IdentitySource(invocation(environment, home: home), ask: ask).identities().map(\.recipient)
  }
}

private func invocation(_ environment: [String: String], home: String = "/proc/nobody") -> Invocation {
  Invocation(environment: environment, now: Date(timeIntervalSince1970: 1_790_000_000), home: home)
}
