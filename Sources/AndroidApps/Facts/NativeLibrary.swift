/// A shared library in a package, where Android's installer and loader will look at it.
package struct NativeLibrary: Codable, Equatable, Sendable {
  /// The entry's name: `lib/arm64-v8a/libapp.so`, in a bundle with its module in front.
  ///
  /// Hostile text is allowed here.
  package var path: String
  /// The directory's name: `arm64-v8a`.
  package var abi: String
  /// Whether it is for a 64-bit architecture, going by ``abi``.
  package var is64Bit: Bool
  package var isStored: Bool
  /// Bytes, uncompressed and as they stand in the package.
  package var size: Int
  package var compressedSize: Int
  /// Where its data begins in the package, in bytes.
  package var dataOffset: Int
  /// The smallest alignment of its loadable segments, in bytes; nil when it is no ELF file or has no such
  /// segment.
  package var segmentAlignment: UInt64?

  package init(
    path: String, abi: String, is64Bit: Bool, isStored: Bool, size: Int, compressedSize: Int, dataOffset: Int,
    segmentAlignment: UInt64?
  ) {
    self.path = path
    self.abi = abi
    self.is64Bit = is64Bit
    self.isStored = isStored
    self.size = size
    self.compressedSize = compressedSize
    self.dataOffset = dataOffset
    self.segmentAlignment = segmentAlignment
  }

  /// The file's name: `libapp.so`.
  package var name: String { String(path.split(separator: "/").last ?? "") }

  /// The architectures whose processes are 64-bit.
  ///
  /// Source: the NDK's list of ABIs.
  static let abis64: Set<String> = ["arm64-v8a", "x86_64", "riscv64", "mips64"]
}
