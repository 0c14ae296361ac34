import Cryptography

extension CodeDirectory {
  /// What a directory is made of.
  struct Contents {
    var identifier: String
    var team: String?
    var flags: CodeDirectoryFlags
    var hash: HashAlgorithm
    /// The power of two that a page's size is.
    var pageSizeLog2: UInt8
    var codeLimit: Int
    var executableSegment: ExecutableSegment?
    /// The version of the SDK, for code with the hardened runtime.
    var runtimeVersion: UInt32 = 0
    /// By slot; slots without a hash below the highest are zero.
    var specialHashes: [UInt32: [UInt8]]
    /// End to end.
    var codeHashes: [UInt8]
  }

  /// The length of a directory, which does not depend on the hashes themselves.
  static func size(_ contents: Contents, pageCount: Int) -> Int {
    let special = Int(contents.specialHashes.keys.max() ?? 0)
    return headerSize(version(contents)) + contents.identifier.utf8.count + 1
      + (contents.team.map { $0.utf8.count + 1 } ?? 0) + (special + pageCount) * contents.hash.length
  }

  /// Writes a directory, as Apple's `CodeDirectory::Builder::build` lays it out (cdbuilder.cpp).
  static func encoded(_ contents: Contents) -> [UInt8] {
    let version = version(contents)
    let header = headerSize(version)
    let identifier: [UInt8] = Array(contents.identifier.utf8) + [0]
    let team: [UInt8] = contents.team.map { Array($0.utf8) + [0] } ?? []
    let specialCount = Int(contents.specialHashes.keys.max() ?? 0)
    let hashOffset = header + identifier.count + team.count + specialCount * contents.hash.length
    let pages = contents.codeHashes.count / contents.hash.length
    let isHuge = contents.codeLimit > Int(UInt32.max)

    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashOffset + contents.codeHashes.count)
    bytes.append(bigEndian: CodeSignature.Magic.codeDirectory)
    bytes.append(bigEndian: UInt32(hashOffset + contents.codeHashes.count))
    bytes.append(bigEndian: version)
    bytes.append(bigEndian: contents.flags.rawValue)
    bytes.append(bigEndian: UInt32(hashOffset))
    bytes.append(bigEndian: UInt32(header))
    bytes.append(bigEndian: UInt32(specialCount))
    bytes.append(bigEndian: UInt32(pages))
    bytes.append(bigEndian: isHuge ? UInt32.max : UInt32(contents.codeLimit))
    bytes += [UInt8(contents.hash.length), hashType(contents.hash), 0, contents.pageSizeLog2]
    bytes.append(bigEndian: UInt32(0))
    bytes.append(bigEndian: UInt32(0))
    if version >= 0x20200 { bytes.append(bigEndian: team.isEmpty ? 0 : UInt32(header + identifier.count)) }
    if version >= 0x20300 {
      bytes.append(bigEndian: UInt32(0))
      bytes.append(bigEndian: isHuge ? UInt64(contents.codeLimit) : 0)
    }
    if version >= 0x20400 {
      bytes.append(bigEndian: contents.executableSegment?.base ?? 0)
      bytes.append(bigEndian: contents.executableSegment?.limit ?? 0)
      bytes.append(bigEndian: contents.executableSegment?.flags ?? 0)
    }
    if version >= 0x20500 {
      bytes.append(bigEndian: contents.runtimeVersion)
      bytes.append(bigEndian: UInt32(0))
    }
    bytes += identifier + team
    for slot in stride(from: specialCount, to: 0, by: -1) {
      bytes +=
        contents.specialHashes[UInt32(slot)] ?? [UInt8](repeating: 0, count: contents.hash.length)
    }
    return bytes + contents.codeHashes
  }

  /// The least that says everything there is to say.
  private static func version(_ contents: Contents) -> UInt32 {
    if contents.runtimeVersion != 0 { return 0x20500 }
    if let limit = contents.executableSegment?.limit, limit > 0 { return 0x20400 }
    if contents.codeLimit > Int(UInt32.max) { return 0x20300 }
    return contents.team == nil ? 0x20100 : 0x20200
  }
}
