import FieldTools
import Foundation
import Testing

/// Disks that are full, and folders that may not be written.
@Suite(.needsSmallDisk) struct DiskTests {
  struct Disk: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The folder of the place that it is.
    var folder: String
    var kilobytes: Int
    var isReadOnly = false
    var says: [String]
    var leaves: [String] = []
  }

  static let disks =
    [
      Disk(
        testDescription: "a full output folder", folder: "out", kilobytes: 16,
        says: ["The disk is full while writing", "out/app.apk", "Free some space"]),
      Disk(
        testDescription: "a full destination", folder: "dist", kilobytes: 16,
        says: ["The disk is full while writing", "dist/app.apk", "Free some space"], leaves: ["app.apk"]),
      Disk(
        testDescription: "a destination with no room for the checksum", folder: "dist", kilobytes: 44,
        says: ["The disk is full while writing", "dist/app.apk"], leaves: ["app.apk"]),
      Disk(
        testDescription: "a read-only output folder", folder: "out", kilobytes: 1024, isReadOnly: true,
        says: ["out/app.apk cannot be written", "Choose a place"]),
      Disk(
        testDescription: "a read-only destination", folder: "dist", kilobytes: 1024, isReadOnly: true,
        says: ["dist may not be written", "Choose a folder"]),
      Disk(
        testDescription: "a read-only state folder", folder: ".slipway", kilobytes: 1024, isReadOnly: true,
        says: [".slipway cannot be used", "Make it writable"], leaves: ["app.apk"]),
    ]
    + [4, 16, 40, 72].map {
      Disk(
        testDescription: "a state folder of \($0) KiB", folder: ".slipway", kilobytes: $0,
        says: ["The disk is full while writing", ".slipway", "Free some space"], leaves: ["app.apk"])
    }

  @Test(arguments: disks) func `ends the run with one sentence, and the next goes on`(_ disk: Disk)
    async throws
  {
    let place = try Place()
    try place.write("p.yaml", PipelineText().text)
    do {
      let small = try SmallDisk(at: place.path(disk.folder), kilobytes: disk.kilobytes)
      if disk.isReadOnly { try small.makeReadOnly() }
      let traces = Traces(of: place)
      let ending = try await place.run(["run", "p.yaml"])
      #expect(ending.status == 74, "\(ending.text)")
      for words in disk.says { #expect(ending.text.contains(words), "\(ending.text)") }
      #expect(ending.problems.count == 1, "\(ending.text)")
      try traces.check(ending, leaves: disk.leaves)
    }
    let next = try await place.run(["run", "p.yaml"])
    #expect(next.status == 0, "\(next.text)")
    #expect(place.files(in: "dist") == ["app.apk", "app.apk.sha256"])
  }

  @Test func `a full temporary folder ends the plan with one sentence`() async throws {
    let place = try Place()
    try place.write("folder/app.apk", place.bytes("demo.apk"))
    let small = try SmallDisk(at: place.path("small"), kilobytes: 4)
    let input = BadInput(
      "TMPDIR", 74, ["The disk is full while writing", "small/"], environment: ["TMPDIR": small.path]
    ) {
      $0.payload = "folder"
    }
    try await input.check(in: place)
  }
}
