/// An embedded code signature: the SuperBlob that LC_CODE_SIGNATURE leads to.
///
///     struct SuperBlob { uint32_t magic, length, count; struct { uint32_t type, offset; } index[count]; }
///     struct Blob      { uint32_t magic, length; uint8_t data[length - 8]; }
///
/// Everything is big-endian. Behind the SuperBlob there may be zeros up to the room that was reserved for it.
/// Apple's `EmbeddedSignatureBlob` (codesigning/lib/sigblob.h).
package struct CodeSignature: Sendable {
  /// The places in a signature, by their numbers (codedirectory.h, `cdXxxSlot`).
  package enum Slot {
    package static let codeDirectory: UInt32 = 0
    package static let infoPlist: UInt32 = 1
    package static let requirements: UInt32 = 2
    package static let codeResources: UInt32 = 3
    package static let entitlements: UInt32 = 5
    package static let derEntitlements: UInt32 = 7
    package static let alternateDirectories: Range<UInt32> = 0x1000..<0x1005
    package static let cms: UInt32 = 0x10000
  }

  /// The kinds of blobs.
  enum Magic {
    static let superBlob: UInt32 = 0xfade_0cc0
    static let codeDirectory: UInt32 = 0xfade_0c02
    static let requirement: UInt32 = 0xfade_0c00
    static let requirementSet: UInt32 = 0xfade_0c01
    static let entitlements: UInt32 = 0xfade_7171
    static let derEntitlements: UInt32 = 0xfade_7172
    static let wrapper: UInt32 = 0xfade_0b01

    /// The kind that a slot's blob must be of; nil for slots that hold none that is looked into.
    static func expected(in slot: UInt32) -> UInt32? {
      switch slot {
      case Slot.codeDirectory, Slot.alternateDirectories: codeDirectory
      case Slot.requirements: requirementSet
      case Slot.entitlements: entitlements
      case Slot.derEntitlements: derEntitlements
      case Slot.cms: wrapper
      default: nil
      }
    }
  }

  /// The largest that is read, in bytes: hashes for some gigabytes of code.
  static let largest = 64 << 20
  private static let mostBlobs = 64

  /// Slot 0 first, then the alternates in their order.
  package let directories: [CodeDirectory]
  /// The blobs, each with its header, by slot.
  private let blobs: [UInt32: [UInt8]]
  /// Where each blob begins in the file, for messages.
  private let places: [UInt32: Int]

  /// - Parameters:
  ///   - bytes: what LC_CODE_SIGNATURE leads to.
  ///   - offset: where it is in the file, for messages.
  /// - Throws: ``AppleError/malformed(_:field:offset:file:)`` for blobs that lie outside of the signature or over one
  ///   another, for slots that are there twice or hold another kind of blob, and without a CodeDirectory; as
  ///   ``CodeDirectory``.
  package init(_ bytes: [UInt8], file: String, offset: Int) throws(AppleError) {
    func malformed(_ field: String, _ at: Int) -> AppleError {
      .malformed(.codeSignature, field: field, offset: offset + at, file: file)
    }
    guard bytes.count >= 12, bytes.bigEndian32(0) == Magic.superBlob else { throw malformed("magic", 0) }
    let length = Int(bytes.bigEndian32(4))
    let count = Int(bytes.bigEndian32(8))
    guard length <= bytes.count else { throw malformed("length", 4) }
    guard count <= Self.mostBlobs, 12 + count * 8 <= length else { throw malformed("count", 8) }
    var blobs: [UInt32: [UInt8]] = [:]
    var places: [UInt32: Int] = [:]
    var taken: [Range<Int>] = [0..<12 + count * 8]
    for index in 0..<count {
      let at = 12 + index * 8
      let slot = bytes.bigEndian32(at)
      let start = Int(bytes.bigEndian32(at + 4))
      guard start <= length - 8 else { throw malformed("offset of slot \(slot)", at + 4) }
      let size = Int(bytes.bigEndian32(start + 4))
      guard size >= 8, size <= length - start else { throw malformed("length of slot \(slot)", start + 4) }
      let range = start..<start + size
      guard !taken.contains(where: { $0.overlaps(range) }) else {
        throw malformed("offset of slot \(slot), inside another blob", at + 4)
      }
      taken.append(range)
      guard blobs.updateValue(Array(bytes[range]), forKey: slot) == nil else {
        throw malformed("slot \(slot), which is there twice", at)
      }
      guard Magic.expected(in: slot) ?? bytes.bigEndian32(start) == bytes.bigEndian32(start) else {
        throw malformed("magic of slot \(slot)", start)
      }
      places[slot] = offset + start
    }
    self.blobs = blobs
    self.places = places
    var directories: [CodeDirectory] = []
    for slot in [Slot.codeDirectory] + Array(Slot.alternateDirectories) {
      guard let blob = blobs[slot] else { continue }
      directories.append(try CodeDirectory(blob, file: file, offset: places[slot] ?? offset))
    }
    guard blobs[Slot.codeDirectory] != nil else { throw malformed("slot 0, which is missing", 8) }
    self.directories = directories
  }

  /// The directory that current systems go by: that with the strongest hash.
  package var best: CodeDirectory {
    directories.max { ($0.hash.length, $0.hashLength) < ($1.hash.length, $1.hashLength) } ?? directories[0]
  }

  /// A blob with its header, as special slots digest it; nil when there is none.
  package func blob(_ slot: UInt32) -> [UInt8]? { blobs[slot] }

  /// The entitlements as a property list; nil when there are none.
  package var entitlements: [UInt8]? { payload(Slot.entitlements) }
  /// The entitlements in DER; nil when there are none.
  package var derEntitlements: [UInt8]? { payload(Slot.derEntitlements) }
  /// The CMS signature in DER; nil for an ad-hoc signature.
  package var cms: [UInt8]? { payload(Slot.cms).flatMap { $0.isEmpty ? nil : $0 } }

  /// The requirements; nil when there are none.
  ///
  /// - Throws: as ``RequirementSet``.
  package func requirementSet(file: String) throws(AppleError) -> RequirementSet? {
    guard let blob = blobs[Slot.requirements] else { return nil }
    return try RequirementSet(blob, file: file, offset: places[Slot.requirements] ?? 0)
  }

  /// Where in the file what is behind the header of a slot's blob begins; 0 without one.
  func contentPlace(_ slot: UInt32) -> Int { places[slot].map { $0 + 8 } ?? 0 }

  private func payload(_ slot: UInt32) -> [UInt8]? { blobs[slot].map { Array($0[8...]) } }

  /// A blob around some bytes.
  static func wrapped(_ bytes: [UInt8], _ magic: UInt32) -> [UInt8] {
    var blob: [UInt8] = []
    blob.append(bigEndian: magic)
    blob.append(bigEndian: UInt32(8 + bytes.count))
    return blob + bytes
  }

  /// A SuperBlob of blobs, sorted by slot.
  static func superBlob(_ blobs: [UInt32: [UInt8]]) -> [UInt8] {
    let slots = blobs.keys.sorted()
    var index: [UInt8] = []
    var data: [UInt8] = []
    for slot in slots {
      index.append(bigEndian: slot)
      index.append(bigEndian: UInt32(12 + slots.count * 8 + data.count))
      data += blobs[slot] ?? []
    }
    var bytes: [UInt8] = []
    bytes.append(bigEndian: Magic.superBlob)
    bytes.append(bigEndian: UInt32(12 + index.count + data.count))
    bytes.append(bigEndian: UInt32(slots.count))
    return bytes + index + data
  }
}
