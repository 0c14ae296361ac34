import Bytes
import Cryptography

/// Signs one architecture of a Mach-O file.
struct SliceSigner {
  let slice: MachOSlice
  let parameters: CodeSigningParameters
  let algorithms: [HashAlgorithm]
  let chain: [Certificate]
  let endsAtApple: Bool
  let signature: MachOSigner.Signature?
  let workers: Workers

  /// What Apple's tools leave for a CMS signature, and more than any takes that has no time stamp; in bytes.
  private static let signatureRoom = 18_000

  private var isExecutable: Bool { slice.fileType == .executable }

  func sign() throws(AppleError) -> (source: ComposedSource, cdHash: [UInt8]) {
    guard !slice.isEncrypted else {
      throw .cannotSign(.encrypted(file: slice.name, architecture: slice.architecture))
    }
    guard slice.fileType.isSigned else {
      throw .cannotSign(.fileType(file: slice.name, type: slice.fileType.name))
    }
    let codeLimit = try codeLimit()
    let pageSizeLog2 = parameters.pageSize.log2(for: slice)
    let pageSize = 1 << Int(pageSizeLog2)
    let pageCount = (codeLimit + pageSize - 1) / pageSize
    let requirements = self.requirements
    // Code in no bundle may have an Info.plist in itself.
    let embedded = parameters.codeResources == nil ? try slice.embeddedInfoPlist() : nil
    let info = parameters.infoPlist ?? embedded
    let plan = algorithms.map {
      contents($0, pageSizeLog2, codeLimit: codeLimit, requirements: requirements, infoPlist: info)
    }

    // The room is in the load commands, which are hashed: it is settled before anything is.
    var blobs = otherBlobs(requirements)
    var room = 12 + 8 * (blobs.count + plan.count + 1) + blobs.values.reduce(0) { $0 + $1.count }
    room += plan.reduce(0) { $0 + CodeDirectory.size($1, pageCount: pageCount) }
    room += signature == nil ? 8 : max(Self.signatureRoom, 4096 + chain.reduce(0) { $0 + $1.der.count })
    room = (room + 15) / 16 * 16
    var source = try code(codeLimit: codeLimit, signatureRoom: room)

    let hashes = try PageDigests.of(
      source, limit: codeLimit, pageSize: pageSize, algorithms: algorithms, workers: workers)
    var directories: [CodeDirectory] = []
    for (index, contents) in plan.enumerated() {
      var contents = contents
      contents.codeHashes = hashes[contents.hash] ?? []
      let bytes = CodeDirectory.encoded(contents)
      let directory = try CodeDirectory(bytes, file: slice.name, offset: codeLimit)
      // Names end with a zero byte: one that holds another would be signed as something else.
      guard directory.identifier == contents.identifier, directory.team == contents.team else {
        throw .malformed(.codeDirectory, field: "identifier", offset: codeLimit, file: slice.name)
      }
      directories.append(directory)
      let slot =
        index == 0
        ? CodeSignature.Slot.codeDirectory
        : CodeSignature.Slot.alternateDirectories.lowerBound + UInt32(index - 1)
      blobs[slot] = bytes
    }
    blobs[CodeSignature.Slot.cms] = CodeSignature.wrapped(
      try signature?(directories) ?? [], CodeSignature.Magic.wrapper)
    let whole = CodeSignature.superBlob(blobs)
    guard whole.count <= room else {
      throw .tooLarge(.codeSignature, field: "length", size: whole.count, limit: room, file: slice.name)
    }
    source.append(whole + [UInt8](repeating: 0, count: room - whole.count))
    return (source, directories.last?.cdHash ?? [])
  }

  /// Where the signature goes: in place of the one there is, else behind everything.
  private func codeLimit() throws(AppleError) -> Int {
    guard let old = slice.signatureRange else { return (slice.range.count + 15) / 16 * 16 }
    // A few bytes behind it are tolerated, as Apple's allocator does.
    guard slice.range.count - old.upperBound <= 7, old.lowerBound >= slice.header.count else {
      throw .malformed(
        .loadCommand, field: "dataoff and datasize, which do not end where the code does",
        offset: slice.range.lowerBound + (slice.signatureCommandOffset ?? 0) + 8, file: slice.name)
    }
    return old.lowerBound
  }

  private var requirements: RequirementSet {
    guard signature != nil else { return RequirementSet() }
    return .designated(
      .designated(identifier: parameters.identifier, chain: chain, endsAtApple: endsAtApple))
  }

  private func otherBlobs(_ requirements: RequirementSet) -> [UInt32: [UInt8]] {
    var blobs = [CodeSignature.Slot.requirements: requirements.blob]
    if isExecutable, let entitlements = parameters.entitlements {
      blobs[CodeSignature.Slot.entitlements] = CodeSignature.wrapped(
        entitlements.xml, CodeSignature.Magic.entitlements)
      blobs[CodeSignature.Slot.derEntitlements] = CodeSignature.wrapped(
        entitlements.der, CodeSignature.Magic.derEntitlements)
    }
    return blobs
  }

  /// A directory but for the hashes of the code.
  private func contents(
    _ hash: HashAlgorithm, _ pageSizeLog2: UInt8, codeLimit: Int, requirements: RequirementSet,
    infoPlist: [UInt8]?
  ) -> CodeDirectory.Contents {
    var special: [UInt32: [UInt8]] = [:]
    if let bytes = infoPlist { special[CodeSignature.Slot.infoPlist] = Digest.hash(hash, bytes) }
    if let bytes = parameters.codeResources {
      special[CodeSignature.Slot.codeResources] = Digest.hash(hash, bytes)
    }
    for (slot, blob) in otherBlobs(requirements) { special[slot] = Digest.hash(hash, blob) }
    var flags = parameters.flags
    flags.subtract([.linkerSigned, .adHoc])
    if signature == nil { flags.insert(.adHoc) }
    let text = slice.segment("__TEXT")
    let segment = text.map { text in
      CodeDirectory.ExecutableSegment(
        base: UInt64(text.fileOffset), limit: UInt64(text.fileSize),
        flags: isExecutable
          ? parameters.executableSegmentFlags | CodeDirectory.ExecutableSegment.mainBinary : 0)
    }
    return CodeDirectory.Contents(
      identifier: parameters.identifier, team: signature == nil ? nil : parameters.team, flags: flags,
      hash: hash, pageSizeLog2: pageSizeLog2, codeLimit: codeLimit, executableSegment: segment,
      runtimeVersion: flags.contains(.hardenedRuntime) ? slice.sdkVersion?.number ?? 0 : 0,
      specialHashes: special, codeHashes: [])
  }

  /// The code with load commands that know of the signature, up to where it begins.
  private func code(codeLimit: Int, signatureRoom: Int) throws(AppleError) -> ComposedSource {
    guard codeLimit + signatureRoom <= Int(UInt32.max) else {
      throw .tooLarge(
        .machO, field: "length", size: codeLimit + signatureRoom, limit: Int(UInt32.max), file: slice.name)
    }
    var header = slice.header
    if let command = slice.signatureCommandOffset {
      header.replace(u32: UInt32(signatureRoom), at: command + 12)
    } else {
      try checkRoom(forCommandBehind: slice.commandsEnd)
      header.removeSubrange(slice.commandsEnd...)
      header.replace(u32: header.littleEndian32(16) + 1, at: 16)
      header.replace(u32: UInt32(header.count - slice.headerSize + 16), at: 20)
      header.append(u32: 0x1d)
      header.append(u32: 16)
      header.append(u32: UInt32(codeLimit))
      header.append(u32: UInt32(signatureRoom))
    }
    try growLinkEdit(in: &header, from: codeLimit, to: codeLimit + signatureRoom)
    var source = ComposedSource()
    source.append(header)
    let content = try slice.content
    source.append(header.count..<min(codeLimit, slice.range.count), of: content)
    source.append([UInt8](repeating: 0, count: codeLimit - source.count))
    return source
  }

  /// A load command of 16 bytes must fit between the others and the first section.
  private func checkRoom(forCommandBehind end: Int) throws(AppleError) {
    let first = slice.segments.first { $0.fileOffset == 0 && $0.fileSize != 0 && $0.hasSections }?
      .firstSection
    guard first.map({ $0 - end >= 16 }) ?? true, end + 16 <= slice.range.count else {
      throw .cannotSign(.noRoomForSignature(file: slice.name, architecture: slice.architecture))
    }
  }

  /// `__LINKEDIT` is the last segment, ends with the code, and from now on with the signature.
  private func growLinkEdit(
    in header: inout [UInt8], from codeLimit: Int, to end: Int
  ) throws(AppleError) {
    guard let segment = slice.segment("__LINKEDIT") else {
      throw .malformed(
        .machO, field: "__LINKEDIT, which is missing", offset: slice.range.lowerBound, file: slice.name)
    }
    let last = slice.segments.map { $0.fileOffset + $0.fileSize }.max() ?? 0
    // Where there was no signature there is nothing behind the last segment but what rounds the file up.
    guard segment.fileOffset + segment.fileSize == last, segment.fileOffset <= codeLimit,
      slice.signatureRange != nil || slice.range.count - last < 16
    else {
      throw .malformed(
        .loadCommand, field: "__LINKEDIT, which does not end where the code does",
        offset: slice.range.lowerBound + segment.commandOffset, file: slice.name)
    }
    let size = end - segment.fileOffset
    let memory = (size + 0x3fff) / 0x4000 * 0x4000
    if slice.is64Bit {
      header.replace(u64: UInt64(memory), at: segment.commandOffset + 32)
      header.replace(u64: UInt64(size), at: segment.commandOffset + 48)
    } else {
      header.replace(u32: UInt32(memory), at: segment.commandOffset + 28)
      header.replace(u32: UInt32(size), at: segment.commandOffset + 36)
    }
  }
}
