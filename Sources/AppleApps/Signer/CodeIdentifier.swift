import Bytes
import PropertyLists

/// What code that is no bundle's executable is called in its signature.
package enum CodeIdentifier {
  /// The identifier in an `Info.plist` that is linked into the code, else one made of the file's name.
  ///
  /// - Throws: ``AppleError`` when the code cannot be read.
  package static func of(_ code: MachOFile, path: String) throws(AppleError) -> String {
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
