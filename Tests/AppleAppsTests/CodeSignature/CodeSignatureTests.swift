import AppleApps
import Cryptography
import Testing

@Suite struct CodeSignatureTests {
  private func read(_ bytes: [UInt8]) throws -> CodeSignature {
    try CodeSignature(bytes, file: "code", offset: 1000)
  }

  @Test func `reads every blob, and zeros behind the last`() throws {
    let bytes = SampleSignature.sound.bytes
    for padding in [0, 1, 5000] {
      let signature = try read(bytes + [UInt8](repeating: 0, count: padding))
      #expect(signature.directories.count == 1)
      #expect(signature.entitlements == Array("<plist/>".utf8) && signature.derEntitlements == [0x70, 0])
      // A wrapper without content is no signature.
      #expect(signature.cms == nil)
      #expect(try signature.requirementSet(file: "code") == RequirementSet())
      #expect(signature.blob(0x10000) == SampleCode.bigEndian(0xfade_0b01, 8))
    }
  }

  @Test func `the strongest directory is the best, the first one is the primary`() throws {
    var alternate = SampleSignature.directory(identifier: "the.alternate")
    alternate[37] = 3
    alternate[36] = 20
    let signature = try read(
      SampleSignature(blobs: [(0x1000, SampleSignature.directory()), (0, alternate)]).bytes)
    #expect(signature.directories.map(\.identifier) == ["the.alternate", "com.acme.app"])
    #expect(signature.best.identifier == "com.acme.app")
  }

  private static let sound = SampleSignature.sound.bytes
  private static let empty = SampleCode.bigEndian(0xfade_0cc0, 12, 0)

  @Test(
    arguments: [
      ("nothing", [], "magic"),
      ("another magic", sound.with(bigEndian: 0xfade_0cc1, at: 0), "magic"),
      ("longer than the room for it", sound.with(bigEndian: UInt32(sound.count + 1), at: 4), "length"),
      ("shorter than its header", sound.with(bigEndian: 11, at: 4), "count"),
      ("more blobs than fit", sound.with(bigEndian: 0x1000_0000, at: 8), "count"),
      ("no directory", empty, "slot 0, which is missing"),
      (
        "only an alternate directory", SampleSignature(blobs: [(0x1000, SampleSignature.directory())]).bytes,
        "slot 0, which is missing"
      ),
      ("a slot twice", sound.with(bigEndian: 0, at: 20), "slot 0, which is there twice"),
      ("a blob in the index", sound.with(bigEndian: 12, at: 16), "offset of slot 0, inside another blob"),
      ("a blob behind the end", sound.with(bigEndian: 0xffff_fff8, at: 16), "offset of slot 0"),
      (
        "a blob longer than the signature", sound.with(bigEndian: 0xffff_ffff, at: 52 + 4), "length of slot 0"
      ),
      ("a blob shorter than its header", sound.with(bigEndian: 7, at: 52 + 4), "length of slot 0"),
      (
        "two slots with one blob", SampleSignature.sound.bytes.with(bigEndian: 52, at: 24),
        "offset of slot 2, inside another blob"
      ),
      (
        "entitlements that are a requirement",
        SampleSignature(blobs: [(0, SampleSignature.directory()), (5, SampleSignature.blob(0xfade_0c00, []))])
          .bytes,
        "magic of slot 5"
      ),
      (
        "a directory that is none",
        SampleSignature(blobs: [(0, SampleSignature.blob(0xfade_7171, []))]).bytes, "magic of slot 0"
      ),
    ] as [(String, [UInt8], String)])
  func `refuses what contradicts itself`(_ flaw: String, _ bytes: [UInt8], _ field: String) {
    let error = #expect(throws: AppleError.self) { try self.read(bytes) }
    guard case .malformed(.codeSignature, field: field, offset: 1000..., file: "code") = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  @Test func `every truncation and every changed byte is read or refused`() throws {
    for count in Self.sound.indices {
      #expect(throws: AppleError.self) { try self.read(Array(Self.sound[..<count])) }
    }
    for offset in Self.sound.indices {
      for mask: UInt8 in [0x01, 0x80, 0xff] {
        var changed = Self.sound
        changed[offset] ^= mask
        guard let signature = try? read(changed) else { continue }
        _ = (try? signature.requirementSet(file: "code"), signature.best.cdHash, signature.cms)
      }
    }
  }
}
