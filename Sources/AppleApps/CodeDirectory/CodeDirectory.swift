package import Cryptography

/// The list of hashes that a code signature is about: of the code, page by page, and of what belongs to it.
///
///      0 magic 0xfade0c02      4 length            8 version          12 flags
///     16 hashOffset           20 identOffset      24 nSpecialSlots    28 nCodeSlots
///     32 codeLimit            36 hashSize u8      37 hashType u8      38 platform u8   39 pageSize u8 (log2)
///     40 spare2
///     44 scatterOffset        (from version 0x20100)
///     48 teamOffset           (from version 0x20200)
///     52 spare3               56 codeLimit64      (from version 0x20300)
///     64 execSegBase u64      72 execSegLimit u64 80 execSegFlags u64 (from version 0x20400)
///     88 runtime              92 preEncryptOffset (from version 0x20500)
///
/// Big-endian, 32 bits where nothing else is said. `hashOffset` leads to the hash of the first page; those of the special
/// slots stand before it, backwards. Apple's `CodeDirectory` (codesigning/lib/codedirectory.h).
package struct CodeDirectory: Sendable {
  package static let earliestVersion: UInt32 = 0x20001
  /// From here on versions are incompatible.
  package static let latestVersion: UInt32 = 0x2f000
  /// Apple's own have a dozen; this bounds what a hostile one makes of itself.
  private static let mostSpecialSlots = 256

  package let version: UInt32
  package let flags: CodeDirectoryFlags
  package let identifier: String
  package let team: String?
  package let hash: HashAlgorithm
  /// The length of each hash in it, which is less than the algorithm's for SHA-256 cut to 20 bytes.
  package let hashLength: Int
  /// Bytes; nil when all of the code is one page.
  package let pageSize: Int?
  /// The bytes of code that are hashed: all before the signature.
  package let codeLimit: Int
  package let executableSegment: ExecutableSegment?
  /// The version of the hardened runtime; 0 without it.
  package let runtimeVersion: UInt32
  /// The hashes of special slots that are not zero, by slot.
  package let specialHashes: [UInt32: [UInt8]]
  package let codeHashCount: Int
  /// The whole blob.
  package let bytes: [UInt8]
  private let hashOffset: Int

  /// `__TEXT`, and what may be done with it.
  package struct ExecutableSegment: Equatable, Sendable {
    package let base: UInt64
    package let limit: UInt64
    package let flags: UInt64

    /// CS_EXECSEG_MAIN_BINARY (codedirectory.h).
    package static let mainBinary: UInt64 = 1
  }

  /// - Parameters:
  ///   - blob: with its header.
  ///   - offset: where the signature is in the file, for messages.
  /// - Throws: ``AppleError``: `malformed` for offsets and counts that do not fit the blob; `unsupported` for other
  ///   versions, for hash functions that are not known, and for code whose pages lie scattered.
  init(_ blob: [UInt8], file: String, offset: Int) throws(AppleError) {
    func malformed(_ field: String, _ at: Int) -> AppleError {
      .malformed(.codeDirectory, field: field, offset: offset + at, file: file)
    }
    guard blob.count >= 44, blob.bigEndian32(0) == CodeSignature.Magic.codeDirectory else {
      throw malformed("magic", 0)
    }
    version = blob.bigEndian32(8)
    guard (Self.earliestVersion..<Self.latestVersion).contains(version) else {
      throw .unsupported(
        .codeDirectory, feature: "version 0x" + String(version, radix: 16), file: file)
    }
    let headerSize = Self.headerSize(version)
    guard blob.count >= headerSize else { throw malformed("length", 4) }
    guard version < 0x20100 || blob.bigEndian32(44) == 0 else {
      throw .unsupported(.codeDirectory, feature: "scattered pages", file: file)
    }
    flags = CodeDirectoryFlags(rawValue: blob.bigEndian32(12))
    guard let kind = Self.hashTypes[blob[37]] else {
      throw .unsupported(.codeDirectory, feature: "hash type \(blob[37])", file: file)
    }
    hash = kind.hash
    hashLength = kind.length
    guard Int(blob[36]) == hashLength else { throw malformed("hashSize", 36) }
    guard blob[39] <= 30 else { throw malformed("pageSize", 39) }
    pageSize = blob[39] == 0 ? nil : 1 << Int(blob[39])
    let limit64 = version >= 0x20300 ? blob.bigEndian64(56) : 0
    guard limit64 <= UInt64(Int.max) else { throw malformed("codeLimit64", 56) }
    codeLimit = limit64 == 0 ? Int(blob.bigEndian32(32)) : Int(limit64)

    let hashOffset = Int(blob.bigEndian32(16))
    let specialCount = Int(blob.bigEndian32(24))
    codeHashCount = Int(blob.bigEndian32(28))
    guard hashOffset >= headerSize, hashOffset <= blob.count else { throw malformed("hashOffset", 16) }
    guard specialCount <= min(Self.mostSpecialSlots, (hashOffset - headerSize) / hashLength) else {
      throw malformed("nSpecialSlots", 24)
    }
    guard codeHashCount <= (blob.count - hashOffset) / hashLength else { throw malformed("nCodeSlots", 28) }
    var special: [UInt32: [UInt8]] = [:]
    for slot in 0..<specialCount {
      let start = hashOffset - (slot + 1) * hashLength
      let value = Array(blob[start..<start + hashLength])
      if value.contains(where: { $0 != 0 }) { special[UInt32(slot + 1)] = value }
    }
    specialHashes = special
    self.hashOffset = hashOffset

    func text(_ at: Int, _ field: String) throws(AppleError) -> String {
      let start = Int(blob.bigEndian32(at))
      guard start >= headerSize, start < blob.count, let end = blob[start...].firstIndex(of: 0) else {
        throw malformed(field, at)
      }
      return String(decoding: blob[start..<end], as: UTF8.self)
    }
    identifier = try text(20, "identOffset")
    team = version >= 0x20200 && blob.bigEndian32(48) != 0 ? try text(48, "teamOffset") : nil
    executableSegment =
      version >= 0x20400
      ? ExecutableSegment(
        base: blob.bigEndian64(64), limit: blob.bigEndian64(72), flags: blob.bigEndian64(80)) : nil
    runtimeVersion = version >= 0x20500 ? blob.bigEndian32(88) : 0
    bytes = blob
  }

  /// The hashes of all pages, end to end.
  package var codeHashes: ArraySlice<UInt8> {
    bytes[hashOffset..<hashOffset + codeHashCount * hashLength]
  }

  /// The digest of the whole directory by its own hash function.
  package var fullDigest: [UInt8] { Digest.hash(hash, bytes) }

  /// What the code is known by: the first 20 bytes of ``fullDigest``.
  package var cdHash: [UInt8] { Array(fullDigest.prefix(20)) }

  static func headerSize(_ version: UInt32) -> Int {
    switch version {
    case 0x20500...: 96
    case 0x20400...: 88
    case 0x20300...: 64
    case 0x20200...: 52
    case 0x20100...: 48
    default: 44
    }
  }

  /// CSCommon.h, `kSecCodeSignatureHash…`.
  private static let hashTypes: [UInt8: (hash: HashAlgorithm, length: Int)] = [
    1: (.sha1, 20), 2: (.sha256, 32), 3: (.sha256, 20), 4: (.sha384, 48), 5: (.sha512, 64),
  ]

  /// The number of a hash function, which is hashed to its full length.
  static func hashType(_ hash: HashAlgorithm) -> UInt8 {
    hashTypes.first { $0.value.hash == hash && $0.value.length == hash.length }?.key ?? 2
  }
}

/// The flags of a ``CodeDirectory`` (CSCommon.h, `kSecCodeSignature…`).
package struct CodeDirectoryFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static let adHoc = CodeDirectoryFlags(rawValue: 0x2)
  package static let hardenedRuntime = CodeDirectoryFlags(rawValue: 0x10000)
  /// Made by the linker, for whoever signs to replace.
  package static let linkerSigned = CodeDirectoryFlags(rawValue: 0x20000)
}

extension [UInt8] {
  /// Eight bytes at an index, most significant first.
  func bigEndian64(_ index: Int) -> UInt64 {
    self[index..<index + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
