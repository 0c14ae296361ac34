import Cryptography

/// A SuperBlob made byte by byte, with whatever flaw a test wants.
struct SampleSignature {
  /// In the order of the index.
  var blobs: [(slot: UInt32, bytes: [UInt8])]

  static func blob(_ magic: UInt32, _ payload: [UInt8]) -> [UInt8] {
    SampleCode.bigEndian(magic, UInt32(8 + payload.count)) + payload
  }

  /// A CodeDirectory for one page, of version 0x20400 with one special slot.
  static func directory(identifier: String = "com.acme.app", team: String = "ABCDE12345") -> [UInt8] {
    let names = Array(identifier.utf8) + [0] + Array(team.utf8) + [0]
    let hashes = 88 + names.count + 32
    var bytes = SampleCode.bigEndian(
      0xfade_0c02, UInt32(hashes + 32), 0x20400, 0, UInt32(hashes), 88, 1, 1, 4096)
    bytes += [32, 2, 0, 12]
    bytes += SampleCode.bigEndian(0, 0, UInt32(88 + identifier.utf8.count + 1), 0, 0, 0)
    bytes += SampleCode.bigEndian(0, 0, 0, 0x4000, 0, 1)
    return bytes + names + [UInt8](repeating: 1, count: 32) + [UInt8](repeating: 2, count: 32)
  }

  static var sound: SampleSignature {
    SampleSignature(blobs: [
      (0, directory()), (2, SampleCode.bigEndian(0xfade_0c01, 12, 0)),
      (5, blob(0xfade_7171, Array("<plist/>".utf8))),
      (7, blob(0xfade_7172, [0x70, 0])), (0x10000, blob(0xfade_0b01, [])),
    ])
  }

  var bytes: [UInt8] {
    var index: [UInt8] = []
    var data: [UInt8] = []
    for blob in blobs {
      index += SampleCode.bigEndian(blob.slot, UInt32(12 + blobs.count * 8 + data.count))
      data += blob.bytes
    }
    return SampleCode.bigEndian(0xfade_0cc0, UInt32(12 + index.count + data.count), UInt32(blobs.count))
      + index + data
  }
}
