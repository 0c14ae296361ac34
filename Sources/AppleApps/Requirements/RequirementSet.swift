/// The requirements that a signature carries, by what they are for.
///
///     struct { uint32_t magic 0xfade0c01, length, count; struct { uint32_t type, offset; } index[count]; }
///
/// Big-endian; what the index leads to are ``Requirement`` blobs. Apple's `Requirements` (codesigning/lib/requirement.h).
package struct RequirementSet: Equatable, Sendable {
  /// What a requirement is for, by its number (CSCommon.h, `kSecHostRequirementType` and so on).
  package enum Purpose: UInt32, CaseIterable, Sendable {
    case host = 1
    case guest, designated, library, plugin

    /// The word in Apple's requirement language.
    package var name: String {
      switch self {
      case .host: "host"
      case .guest: "guest"
      case .designated: "designated"
      case .library: "library"
      case .plugin: "plugin"
      }
    }
  }

  package let requirements: [UInt32: Requirement]

  package init(_ requirements: [UInt32: Requirement] = [:]) {
    self.requirements = requirements
  }

  package static func designated(_ requirement: Requirement) -> RequirementSet {
    RequirementSet([Purpose.designated.rawValue: requirement])
  }

  package var designated: Requirement? { requirements[Purpose.designated.rawValue] }

  /// - Parameters:
  ///   - blob: with its header.
  ///   - offset: where it is in the file, for messages.
  /// - Throws: ``AppleError``: `malformed`, and as ``Requirement``.
  package init(_ blob: [UInt8], file: String, offset: Int = 0) throws(AppleError) {
    func malformed(_ field: String, _ at: Int) -> AppleError {
      .malformed(.requirement, field: field, offset: offset + at, file: file)
    }
    guard blob.count >= 12, blob.bigEndian32(0) == CodeSignature.Magic.requirementSet else {
      throw malformed("magic", 0)
    }
    let count = Int(blob.bigEndian32(8))
    guard count <= 16, 12 + count * 8 <= blob.count else { throw malformed("count", 8) }
    var requirements: [UInt32: Requirement] = [:]
    for index in 0..<count {
      let at = 12 + index * 8
      let start = Int(blob.bigEndian32(at + 4))
      guard start >= 12 + count * 8, start <= blob.count - 8 else { throw malformed("offset", at + 4) }
      let size = Int(blob.bigEndian32(start + 4))
      guard size >= 8, size <= blob.count - start else { throw malformed("length", start + 4) }
      let requirement = try Requirement(
        Array(blob[start..<start + size]), file: file, offset: offset + start)
      guard requirements.updateValue(requirement, forKey: blob.bigEndian32(at)) == nil else {
        throw malformed("type, which is there twice", at)
      }
    }
    self.requirements = requirements
  }

  /// The blob, with its header.
  package var blob: [UInt8] {
    let types = requirements.keys.sorted()
    var bytes: [UInt8] = []
    var data: [UInt8] = []
    for type in types {
      bytes.append(bigEndian: type)
      bytes.append(bigEndian: UInt32(12 + types.count * 8 + data.count))
      data += requirements[type]?.blob ?? []
    }
    var count: [UInt8] = []
    count.append(bigEndian: UInt32(types.count))
    return CodeSignature.wrapped(count + bytes + data, CodeSignature.Magic.requirementSet)
  }

  /// In Apple's requirement language, one line each: `designated => identifier "com.acme.app" and anchor apple generic`.
  package var text: String {
    requirements.sorted { $0.key < $1.key }.map { type, requirement in
      "\(Purpose(rawValue: type)?.name ?? "\(type)") => \(requirement.text)"
    }.joined(separator: "\n")
  }
}
