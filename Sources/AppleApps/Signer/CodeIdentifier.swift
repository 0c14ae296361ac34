import Bytes
import Cryptography
import PropertyLists

/// What code that is no bundle's executable is called in its signature.
package enum CodeIdentifier {
  /// The identifier in an `Info.plist` that is linked into the code, else one made of the file's name.
  ///
  /// For an ad-hoc signature, which no certificate tells from others, one without a dot is made unique by the build: a
  /// dash and ``unique(of:)`` follow. Apple's `SecCodeSigner::Signer::prepare` (signer.cpp).
  ///
  /// - Throws: ``AppleError`` when the code cannot be read.
  package static func of(
    _ code: MachOFile, path: String, isAdHoc: Bool = false
  ) throws(AppleError) -> String {
    let identifier = try plain(code, path: path)
    return isAdHoc && !identifier.contains(".") ? "\(identifier)-\(unique(of: code))" : identifier
  }

  /// What tells a build from others, in hexadecimal digits: `UUID` and its LC_UUID; without one, the SHA-1 over the first
  /// 28 bytes of the header and the load commands, as they are before it is signed.
  ///
  /// Of a universal binary, Apple's tools take the architecture of the machine they run on; here it is that of a Mac of
  /// today, else the first. Apple's `MachORep::identificationFor` (machorep.cpp).
  static func unique(of code: MachOFile) -> String {
    let slice =
      ["arm64e", "arm64"].lazy.compactMap { name in code.slices.first { $0.architecture == name } }.first
      ?? code.slices.first
    guard let slice else { return "" }
    if let uuid = slice.uuid { return (Array("UUID".utf8) + uuid).hex }
    return Digest.hash(.sha1, slice.header.prefix(28) + slice.header.dropFirst(slice.headerSize)).hex
  }

  private static func plain(_ code: MachOFile, path: String) throws(AppleError) -> String {
    if let bytes = try code.slices.first?.embeddedInfoPlist(),
      let identifier = (try? PropertyList(reading: bytes))?["CFBundleIdentifier"]?.string
    {
      return identifier
    }
    return canonical(String(path.split(separator: "/").last ?? ""))
  }

  /// A file's name without its extension and without the numbers behind it but the first: `libx.1.2.dylib` is `libx.1`,
  /// `libx7.3.dylib` is `libx7`.
  ///
  /// An extension that begins with a digit is none, and the numbers behind a name that begins with a digit or a dot stay. Apple's
  /// `DiskRep::canonicalIdentifier` (diskrep.cpp).
  package static func canonical(_ name: String) -> String {
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    let dot: UInt8 = 0x2e
    var bytes = Array(name.utf8)
    if let last = bytes.lastIndex(of: dot), last > 0, !isDigit(bytes[(last + 1)...].first) {
      bytes.removeSubrange(last...)
    }
    guard let first = bytes.first, !isDigit(first), first != dot else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var end = bytes.count
    while isDigit(bytes[end - 1]) || bytes[end - 1] == dot { end -= 1 }
    if end < bytes.count, bytes[end] == dot { end += 1 }
    while end < bytes.count, isDigit(bytes[end]) { end += 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
