import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools

@testable import AndroidApps

/// Signed packages whose bytes are then changed, with offsets set right around what is put in.
enum PackageEditing {
  /// `demo.apk`, signed for API level 18 and newer, with more files in it.
  static func signed(
    _ schemes: Set<SignatureScheme>, by identity: SigningIdentity, adding files: [(String, [UInt8])] = []
  ) throws -> [UInt8] {
    let directory = try ZipDirectory(reading: FileSource(path: Repository.androidFixture("demo.apk")))
    let output = try TemporaryFile()
    _ = try AndroidSigner.sign(
      MemorySource(package(directory, adding: files)), name: "demo.apk", output: output.file,
      identities: [identity],
      options: SigningOptions(schemes: schemes, minSDK: 18), workers: Workers(limit: 1))
    return try output.bytes()
  }

  /// The package with other files in place of those named, without a signing block.
  static func package(
    _ directory: ZipDirectory, without dropped: Set<String> = [], adding files: [(String, [UInt8])]
  ) throws -> [UInt8] {
    let layout = try ZipLayout(
      of: directory, dropping: { dropped.contains($0.name) },
      adding: files.map { .stored(name: $0.0, contents: $0.1, time: 0, date: 0x21) }, alignment: .none)
    let entries = try layout.source.bytes(at: 0, count: layout.entriesEnd)
    return entries + layout.centralDirectory + (try layout.endRecord(centralDirectoryOffset: entries.count))
  }

  /// Where an entry's record in the central directory and its local header begin.
  static func places(of name: String, in bytes: [UInt8]) throws -> (central: Int, local: Int) {
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    var central = directory.centralDirectory.lowerBound
    for entry in directory.entries {
      if entry.name == name { return (central, entry.headerOffset) }
      central += 46 + entry.nameBytes.count + entry.extra.count + entry.comment.count
    }
    throw AndroidError.notAnApp(archive: "test", missing: name)
  }

  static func put(_ value: Int, _ width: Int, at offset: Int, in bytes: inout [UInt8]) {
    for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  /// Puts bytes among the entries, and moves all offsets behind them.
  static func insert(_ added: [UInt8], at place: Int, in bytes: inout [UInt8]) throws {
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let moved = try directory.entries.filter { $0.headerOffset >= place }
      .map { (try places(of: $0.name, in: bytes).central, $0.headerOffset) }
    for (central, offset) in moved { put(offset + added.count, 4, at: central + 42, in: &bytes) }
    put(
      directory.centralDirectory.lowerBound + added.count, 4, at: directory.endRecordOffset + 16, in: &bytes)
    bytes.insert(contentsOf: added, at: place)
  }

  /// Adds pairs to the signing block.
  static func addPairs(_ added: [(id: UInt32, value: [UInt8])], in bytes: inout [UInt8]) throws {
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    guard let block = try SigningBlock(in: directory) else { return }
    let new = SigningBlock.bytes(of: block.pairs.map { ($0.id, $0.value) } + added)
    bytes.replaceSubrange(block.range, with: new)
    let moved = new.count - block.range.count
    put(
      directory.centralDirectory.lowerBound + moved, 4, at: directory.endRecordOffset + moved + 16, in: &bytes
    )
  }

  /// Renames an entry, in both of its headers, to a name as long.
  static func rename(_ name: String, to new: [UInt8], in bytes: inout [UInt8]) throws {
    let (central, local) = try places(of: name, in: bytes)
    bytes.replaceSubrange(central + 46..<central + 46 + new.count, with: new)
    bytes.replaceSubrange(local + 30..<local + 30 + new.count, with: new)
  }
}
