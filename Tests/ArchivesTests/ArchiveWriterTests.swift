import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

@Suite struct ArchiveWriterTests {
  private func fill(_ folder: TemporaryFolder, time: Int) throws {
    let script = try folder.write("in/bin/run.sh", Array("#!/bin/sh\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
    try folder.write("in/b.txt", Array(repeating: UInt8(ascii: "b"), count: 70_000))
    try folder.write("in/grün/a.txt", Array("a".utf8))
    try folder.write(
      "in/" + String(repeating: "n", count: 120) + "/" + String(repeating: "m", count: 120), [])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/link", withDestinationPath: "bin/run.sh")
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path != "in/link" {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(time))], ofItemAtPath: folder.path + "/" + path
      )
    }
  }

  private func packed(_ folder: TemporaryFolder, _ format: ArchiveFormat, level: Int = 6, time: Int?) throws
    -> [UInt8]
  {
    let sink = MemorySink()
    try ArchiveWriter(format: format, level: level, time: time).write(
      [ArchiveInput(path: folder.path + "/in", name: "")], name: "x", to: sink)
    return sink.bytes
  }

  @Test(arguments: ArchiveFormat.allCases)
  func `is the same whatever the files' times, when told one`(format: ArchiveFormat) throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try fill(first, time: 1_700_000_000)
    try fill(second, time: 1_600_000_000)
    let bytes = try packed(first, format, time: 1_500_000_000)
    #expect(try packed(first, format, time: 1_500_000_000) == bytes)
    #expect(try packed(second, format, time: 1_500_000_000) == bytes)
    #expect(try packed(first, format, time: nil) == packed(first, format, time: nil))
    #expect(try packed(first, format, time: nil) != packed(second, format, time: nil))
  }

  @Test(.needs(.bsdtar), arguments: ArchiveFormat.allCases, [0, 6, 12])
  func `is read back by Slipway and bsdtar`(format: ArchiveFormat, level: Int) throws {
    let folder = try TemporaryFolder()
    try fill(folder, time: 1_700_000_000)
    let path = try folder.write(
      "out." + format.rawValue, packed(folder, format, level: level, time: 1_500_000_000))
    let members = try ArchiveReader(path: path).members()
    #expect(members.map(\.path) == members.map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(members.contains { $0.path == "bin/run.sh" && $0.isExecutable })
    #expect(members.contains { $0.path == "grün/a.txt" && $0.size == 1 && !$0.isExecutable })
    #expect(members.contains { $0.path == "link" && $0.kind == .link(target: "bin/run.sh") })
    try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: true)
    let extracted = try Tool.bsdtar.run(["-xf", path, "-C", folder.path + "/out"])
    #expect(extracted.status == 0, "\(extracted.text)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/in").sorted()
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/out").sorted() == names)
  }

  @Test(.needs(.unzip))
  func `unzip reads the zip`() throws {
    let folder = try TemporaryFolder()
    try fill(folder, time: 1_700_000_000)
    let path = try folder.write("out.zip", packed(folder, .zip, time: 1))
    let result = try Tool.unzip.run(["-tq", path])
    #expect(result.status == 0, "\(result.text)")
  }

  @Test func `joins inputs under their names`() throws {
    let folder = try TemporaryFolder()
    let mapping = try folder.write("deep/mapping.txt", Array("m".utf8))
    try folder.write("symbols/lib.so", Array("s".utf8))
    let sink = MemorySink()
    let inputs = [
      ArchiveInput(path: folder.path + "/symbols", name: "native"),
      ArchiveInput(path: mapping, name: "mapping.txt"),
    ]
    try ArchiveWriter(format: .tarZstandard, time: 0).write(inputs, name: "x", to: sink)
    let members = try ArchiveReader(path: folder.write("out.tar.zst", sink.bytes)).members()
    #expect(members.map(\.path) == ["mapping.txt", "native", "native/lib.so"])
    #expect(throws: ArchiveError.duplicateEntry(archive: "x", entry: "mapping.txt")) {
      try ArchiveWriter(format: .zip).write(inputs + [inputs[1]], name: "x", to: MemorySink())
    }
  }

  @Test(arguments: ["/etc/passwd", "../outside", "bin/../../x"])
  func `refuses a link out of the archive`(target: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a", [])
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/in/link", withDestinationPath: target)
    #expect(throws: ArchiveError.escapingLink(archive: "x", entry: "link", target: target)) {
      try packed(folder, .zip, time: nil)
    }
  }

  @Test func `a full disk is said to be one`() throws {
    final class FullDisk: ByteSink {
      func write(_ bytes: UnsafeRawBufferPointer) throws(BytesError) { throw .noSpace(path: "/disk") }
    }
    let folder = try TemporaryFolder()
    try folder.write("in/a", [UInt8](repeating: 1, count: 100_000))
    #expect(throws: ArchiveError.bytes(.noSpace(path: "/disk"))) {
      try ArchiveWriter(format: .tarXZ).write(
        [ArchiveInput(path: folder.path + "/in", name: "")], name: "x", to: FullDisk())
    }
  }
}
