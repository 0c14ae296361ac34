/// A static library: an archive of object files, or a universal binary of such archives.
///
///     "!<arch>\n", then for each member 60 bytes of text and its contents
///
/// Code to be linked, and none that runs: nobody signs it, and it is sealed as any file is. `ar.h`, `mach-o/fat.h`.
enum StaticLibrary {
  /// The magic of an archive.
  private static let magic = Array("!<arch>\n".utf8)
  /// Behind this nobody puts the first slice of a universal binary, in bytes: it is aligned to a page.
  private static let lastStart = 1 << 16

  /// Whether a file is one.
  ///
  /// - Parameter head: the file's first 20 bytes at least, where it is that long.
  /// - Throws: ``AppleError`` when the file cannot be read.
  static func isOne(_ path: String, head: [UInt8], in tree: any BundleTree) throws(AppleError) -> Bool {
    if head.starts(with: magic) { return true }
    guard head.count >= 20, MachOFile.isMachO(head), head.bigEndian32(0) == MachOFile.universalMagic else {
      return false
    }
    let start = Int(head.bigEndian32(16))
    guard start <= lastStart else { return false }
    return try tree.head(of: path, count: start + magic.count).dropFirst(start).starts(with: magic)
  }
}
