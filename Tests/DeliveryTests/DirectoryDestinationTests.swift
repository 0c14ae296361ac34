import Bytes
import Delivery
import FieldTools
import FoundationEssentials
import Glibc
import Releases
import Testing

struct DirectoryDestinationTests {
  private let workplace: Workplace
  private let workers = Workers(limit: 2)

  init() throws {
    workplace = try Workplace()
  }

  private func destination(_ folder: String = "dist", replaces: Bool = false) -> DirectoryDestination {
    DirectoryDestination(
      path: "\(workplace.path)/\(folder)", shownAs: folder, replaces: replaces, isDurable: false,
      workers: workers)
  }

  @Test func `an artifact arrives with its digest beside it`() async throws {
    let artifact = try workplace.artifact()
    let receipt = try await destination("a/b/dist").deliver(artifact)
    #expect(receipt.outcome == .delivered)
    #expect(receipt.destination == "directory a/b/dist")
    #expect(receipt.location == "\(workplace.path)/a/b/dist/app.apk")
    #expect(receipt.status == nil)
    #expect(workplace.names(in: "a/b/dist") == ["app.apk", "app.apk.sha256"])
    #expect(workplace.read("a/b/dist/app.apk") == Workplace.bytes(artifact.size, seed: 1))
    #expect(system("cd '\(workplace.path)/a/b/dist' && sha256sum --check --quiet --strict *.sha256") == 0)
  }

  @Test(arguments: [#"a\b.apk"#, "a b'.apk", "-n.apk", "ä*.apk"])
  func `sha256sum reads the digest under any name`(_ name: String) async throws {
    let shipment = try Shipment(try workplace.artifact(size: 100), named: name)
    _ = try await destination().deliver(shipment) { _ in }
    #expect(system("cd '\(workplace.path)/dist' && sha256sum --check --quiet --strict ./*.sha256") == 0)
  }

  @Test func `the same bytes are there already, and a lost digest comes back`() async throws {
    let artifact = try workplace.artifact()
    _ = try await destination().deliver(artifact)
    try FileManager.default.removeItem(atPath: "\(workplace.path)/dist/app.apk.sha256")
    let before = try FileSource(path: "\(workplace.path)/dist/app.apk").identity
    #expect(try await destination().deliver(artifact).outcome == .alreadyThere)
    #expect(try FileSource(path: "\(workplace.path)/dist/app.apk").identity == before)
    #expect(workplace.names(in: "dist") == ["app.apk", "app.apk.sha256"])
  }

  @Test(arguments: [1000, 3_000_000])
  func `other bytes under the name are a conflict unless replacing`(_ size: Int) async throws {
    let first = try workplace.artifact()
    let second = try workplace.artifact("other.apk", size: size, seed: 9)
    _ = try await destination().deliver(first)
    await #expect(
      throws: DeliveryError.conflict(
        location: "\(workplace.path)/dist/app.apk", expected: second.sha256, found: first.sha256)
    ) { try await destination().deliver(second) }
    #expect(workplace.read("dist/app.apk") == Workplace.bytes(first.size, seed: 1))

    #expect(try await destination(replaces: true).deliver(second).outcome == .delivered)
    #expect(workplace.read("dist/app.apk") == Workplace.bytes(size, seed: 9))
    #expect(system("cd '\(workplace.path)/dist' && sha256sum --check --quiet --strict *.sha256") == 0)
  }

  @Test func `a conflict of an attachment leaves the artifact undelivered`() async throws {
    let artifact = try workplace.artifact()
    let old = try workplace.attachment("mapping.txt", "old")
    let new = try workplace.attachment("mapping.txt", "new")
    _ = try await destination().deliver(Shipment(artifact, named: "one.apk", attachments: [old])) { _ in }
    await #expect(throws: DeliveryError.self) {
      try await destination().deliver(Shipment(artifact, named: "two.apk", attachments: [new])) { _ in }
    }
    #expect(
      workplace.names(in: "dist") == ["mapping.txt", "mapping.txt.sha256", "one.apk", "one.apk.sha256"])
  }

  @Test func `a file that changed since it was verified does not arrive`() async throws {
    let artifact = try workplace.artifact()
    _ = try workplace.file("in.apk", Workplace.bytes(artifact.size, seed: 2))
    await #expect {
      try await destination().deliver(artifact)
    } throws: { error in
      guard case DeliveryError.changed(artifact.path, artifact.sha256, .some) = error else { return false }
      return true
    }
    #expect(workplace.names(in: "dist").isEmpty)
  }

  @Test func `a file that is gone is named`() async throws {
    let artifact = try workplace.artifact()
    try FileManager.default.removeItem(atPath: artifact.path)
    await #expect(throws: DeliveryError.file(.notFound(path: artifact.path))) {
      try await destination().deliver(artifact)
    }
  }

  @Test func `a file in the way of the folder is named`() async throws {
    let path = try workplace.file("dist", [1])
    let artifact = try workplace.artifact(size: 10)
    await #expect(throws: DeliveryError.notAFolder(path: path)) { try await destination().deliver(artifact) }
    #expect(throws: DeliveryError.notAFolder(path: path)) {
      try destination().places(artifact: "a", attachments: [])
    }
    await #expect(throws: DeliveryError.notAFolder(path: path + "/below")) {
      try await destination("dist/below").deliver(artifact)
    }
  }

  @Test func `looks at the plan without making anything`() throws {
    #expect(
      try destination("x/y").places(artifact: "app.apk", attachments: ["m"]) == [
        "\(workplace.path)/x/y/app.apk", "\(workplace.path)/x/y/m",
      ])
    #expect(workplace.names(in: "").isEmpty)
    #expect(throws: DeliveryError.notWritable(path: "/proc/self")) {
      try DirectoryDestination(path: "/proc/self/x", workers: workers).places(artifact: "a", attachments: [])
    }
  }

  @Test(arguments: [["a.apk"], ["a.apk.sha256"], ["m", "m"]])
  func `two files cannot have one name`(_ attachments: [String]) throws {
    #expect(throws: DeliveryError.self) {
      try destination().places(artifact: "a.apk", attachments: attachments)
    }
  }

  @Test func `a cancelled delivery leaves nothing`() async throws {
    let artifact = try workplace.artifact()
    let destination = destination()
    let task = Task {
      try? await Task.sleep(for: .seconds(60))
      return try await destination.deliver(artifact)
    }
    task.cancel()
    await #expect(throws: DeliveryError.cancelled) { try await task.value }
    #expect(workplace.names(in: "dist").isEmpty)
  }

  @Test(.needsSmallDisk)
  func `a full disk leaves nothing`() async throws {
    let disk = try SmallDisk(at: "\(workplace.path)/disk", kilobytes: 1024)
    let artifact = try workplace.artifact()
    let small = try workplace.attachment("mapping.txt", "small")
    await #expect(throws: DeliveryError.file(.noSpace(path: "\(disk.path)/app.apk"))) {
      try await destination("disk").deliver(Shipment(artifact, named: "app.apk", attachments: [small])) { _ in
      }
    }
    #expect(workplace.names(in: "disk").isEmpty)
  }
}
