package import Bytes
package import Cryptography

/// A Mach-O file that was signed.
package struct SignedCode: Sendable {
  /// The whole file, put together of what was there and what is new; nothing has been copied.
  package let source: any ByteSource
  /// Of each architecture, by its strongest directory.
  package let cdHashes: [[UInt8]]
  /// The name of each architecture, in the same order.
  package let architectures: [String]
}

/// Puts a code signature into Mach-O files, in place of the one that is there.
package enum MachOSigner {
  /// Makes the CMS signature over CodeDirectories, the primary one first: DER.
  package typealias Signature = @Sendable ([CodeDirectory]) throws(AppleError) -> [UInt8]

  /// The hash functions that the signature of a file needs, the primary directory's first.
  ///
  /// SHA-256, and SHA-1 before it where an architecture is for systems that know no other: before macOS 10.11.4, iOS and
  /// tvOS 11 and watchOS 26, which calls itself 12 here. Apple's `MachORep::prepareForSigning` (machorep.cpp).
  package static func digests(for file: MachOFile) -> [HashAlgorithm] {
    let isOld = file.slices.contains { slice in
      guard let platform = slice.platform, let minimum = slice.minimumVersion else { return false }
      return switch platform {
      case .macos: minimum < MachOVersion(10, 11, 4)
      case .ios, .tvos: minimum < MachOVersion(11)
      case .watchos: minimum < MachOVersion(12)
      default: false
      }
    }
    return isOld ? [.sha1, .sha256] : [.sha256]
  }

  /// Signs every architecture.
  ///
  /// - Parameters:
  ///   - chain: leaf first; empty for an ad-hoc signature.
  ///   - endsAtApple: whether the chain's root is one of Apple's, which decides about the designated requirement.
  ///   - signature: nil for an ad-hoc signature.
  /// - Throws: ``AppleError``: `cannotSign` for encrypted code, other kinds of Mach-O, and where no load command fits;
  ///   `malformed` when the file's parts are not where they must be to be moved.
  package static func sign(
    _ file: MachOFile, _ parameters: CodeSigningParameters, chain: [Certificate], endsAtApple: Bool,
    workers: Workers, signature: Signature?
  ) throws(AppleError) -> SignedCode {
    let algorithms = digests(for: file)
    var signed: [(slice: MachOSlice, source: ComposedSource, cdHash: [UInt8])] = []
    for slice in file.slices {
      let signer = SliceSigner(
        slice: slice, parameters: parameters, algorithms: algorithms, chain: chain, endsAtApple: endsAtApple,
        signature: signature, workers: workers)
      let (source, cdHash) = try signer.sign()
      signed.append((slice, source, cdHash))
    }
    let source = file.isUniversal ? try universal(signed.map { ($0.slice, $0.source) }) : signed[0].source
    return SignedCode(
      source: source, cdHashes: signed.map(\.cdHash), architectures: signed.map(\.slice.architecture))
  }

  /// A universal binary of slices, each at a multiple of 16 KiB.
  private static func universal(
    _ slices: [(slice: MachOSlice, source: ComposedSource)]
  ) throws(AppleError) -> ComposedSource {
    let alignment = 1 << 14
    var header: [UInt8] = []
    header.append(bigEndian: MachOFile.universalMagic)
    header.append(bigEndian: UInt32(slices.count))
    var offset = alignment
    var offsets: [Int] = []
    for (slice, source) in slices {
      guard offset + source.count <= Int(UInt32.max) else {
        throw .tooLarge(
          .universalBinary, field: "offset", size: offset + source.count, limit: Int(UInt32.max),
          file: slice.name)
      }
      header.append(bigEndian: slice.cpuType)
      header.append(bigEndian: slice.universalSubtype ?? slice.cpuSubtype)
      header.append(bigEndian: UInt32(offset))
      header.append(bigEndian: UInt32(source.count))
      header.append(bigEndian: UInt32(14))
      offsets.append(offset)
      offset = (offset + source.count + alignment - 1) / alignment * alignment
    }
    var whole = ComposedSource()
    whole.append(header)
    for ((_, source), offset) in zip(slices, offsets) {
      whole.append([UInt8](repeating: 0, count: offset - whole.count))
      whole.append(0..<source.count, of: source)
    }
    return whole
  }
}
