import Foundation
import Pipelines
import Releases
import Testing

@testable import SlipwayKit

@Suite struct LockFileTests {
  @Test(arguments: [
    ("slipway.yaml", "slipway.lock"), ("ci/brands.yml", "ci/brands.lock"),
    ("/a.b/pipeline", "/a.b/pipeline.lock"),
  ]) func `lies beside its pipeline file`(file: String, lock: String) {
    #expect(LockFile.path(of: Pipeline(file: file, name: "", targets: [])) == lock)
  }

  @Test func `comes back as it was written`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipeline = Pipeline(file: "\(folder)/slipway.yaml", name: "", targets: [])
    #expect(try LockFile.read(of: pipeline) == nil)
    let lock = LockFile(version: 1, targets: ["app": target()], store: nil)
    try lock.write(for: pipeline)
    #expect(try LockFile.read(of: pipeline) == lock)
  }

  @Test(arguments: [
    ("", "is no lock file"), ("{}", "is no lock file"), ("[1]", "is no lock file"),
    (#"{"version": 2, "targets": {}}"#, "has version 2"),
  ]) func `is refused when it is something else`(text: String, words: String) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/slipway.lock"))
    let failure = try #require(throws: Failure.self) {
      try LockFile.read(of: Pipeline(file: "\(folder)/slipway.yaml", name: "", targets: []))
    }
    #expect(failure.message.contains(words))
    #expect(failure.status == .inputUnreadable)
  }

  @Test func `tells each line that differs`() throws {
    let locked = LockFile(version: 1, targets: ["app": target(), "gone": target()], store: nil)
    let rows: [(what: String, change: (inout LockFile.Target) -> Void)] = [
      ("key", { $0.keys[0].name = "other" }), ("key", { $0.keys[0].certificate = "ff" }),
      ("key", { $0.keys[0].generation = 3 }), ("key", { $0.keys[0].profiles = [] }),
      ("key", { $0.keys[0].purpose = .debug }), ("application", { $0.application = "com.other" }),
      ("destinations", { $0.destinations = ["directory elsewhere"] }), ("push", { $0.push = [] }),
      ("distribution", { $0.distribution = .store }), ("platform", { $0.platform = .ios }),
    ]
    for row in rows {
      var changed = target()
      row.change(&changed)
      let differences = locked.differences(to: LockFile(version: 1, targets: ["app": changed], store: nil))
      #expect(differences.map(\.what) == [row.what])
      #expect(differences.first?.failure(lock: "slipway.lock").status == .didNotPass)
    }
  }

  @Test func `tells a target that it does not have, and none that a plan leaves out`() {
    let locked = LockFile(version: 1, targets: ["app": target()], store: nil)
    #expect(locked.differences(to: locked).isEmpty)
    #expect(locked.differences(to: LockFile(version: 1, targets: [:], store: nil)).isEmpty)
    let more = LockFile(version: 1, targets: ["app": target(), "new": target()], store: nil)
    #expect(locked.differences(to: more).map(\.what) == ["target"])
  }

  private func target() -> LockFile.Target {
    LockFile.Target(
      platform: .android, distribution: .adHoc, application: "com.acme.app",
      keys: [
        LockFile.Key(
          name: "upload", purpose: .distribution, certificate: "aa", profiles: ["u"], generation: 2)
      ], destinations: ["directory dist"], push: ["messages"])
  }
}

/// A new folder, which the test removes.
func temporaryFolder() throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  return folder
}
