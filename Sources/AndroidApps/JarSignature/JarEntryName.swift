/// Which entries of a JAR are signed, and which do the signing.
///
/// Names are compared by their bytes: to Swift's own comparison two spellings of an accented letter are one name, and a
/// slash with an accent behind it is no slash, which Java and Android see differently.
enum JarEntryName {
  static let manifest = "META-INF/MANIFEST.MF"
  static let folder = "META-INF/"

  /// Whether the manifest must list the entry's digest for jarsigner and bundle tools.
  ///
  /// All entries but folders and, in `META-INF` itself, signature files. JAR File Specification, "Signed JAR File".
  static func needsDigest(_ name: String) -> Bool {
    !isFolder(name) && !isSignatureRelated(name)
  }

  /// Whether Android holds the entry to be signed: nothing in `META-INF` is, whatever the manifest lists.
  static func isSignedOnAndroid(_ name: String) -> Bool {
    !isFolder(name) && !isInFolder(name)
  }

  /// Whether the entry lies in `META-INF` or below.
  static func isInFolder(_ name: String) -> Bool { name.utf8.starts(with: folder.utf8) }

  private static func isFolder(_ name: String) -> Bool { name.utf8.last == UInt8(ascii: "/") }

  /// Whether an entry belongs to a JAR signature, and goes when the package is signed anew.
  static func isSignatureRelated(_ name: String) -> Bool {
    guard isInFolder(name) else { return false }
    let file = name.utf8.dropFirst(folder.utf8.count).map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    guard !file.contains(UInt8(ascii: "/")) else { return false }
    return file == Array("manifest.mf".utf8) || file.starts(with: "sig-".utf8)
      || [".sf", ".rsa", ".dsa", ".ec"].contains { file.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// Whether the entry is a signature block of a kind that Android knows.
  ///
  /// It looks at upper case alone.
  static func isSignatureBlock(_ name: String) -> Bool {
    isInFolder(name)
      && [".RSA", ".DSA", ".EC"].contains { name.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// The signature file that a block is for: the same name with another extension.
  static func signatureFile(of block: String) -> String {
    let stem = block.utf8.lastIndex(of: UInt8(ascii: ".")).map { block[..<$0] } ?? block[...]
    return "\(stem).SF"
  }

  /// Whether the entry is a signature file, block or manifest to readers that pass over case, and to no others.
  static func isInOtherCase(_ name: String) -> Bool {
    guard isSignatureRelated(name) else { return false }
    let file = name.utf8.dropFirst(folder.utf8.count)
    guard let dot = file.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let isManifest =
      file.count == manifest.utf8.count - folder.utf8.count
      && file.map { $0 | 0x20 } == manifest.utf8.dropFirst(folder.utf8.count).map { $0 | 0x20 }
    let upper = isManifest ? file : file[dot...]
    return upper.contains { (0x61...0x7a).contains($0) }
  }

  /// What a signer's files in `META-INF` are called: at most 8 of A–Z, 0–9, `_` and `-`.
  ///
  /// - Parameters:
  ///   - name: the alias or the file name of the key, which gets `_` for what is not allowed.
  ///   - taken: the names of other signers; a digit at the end tells them apart.
  static func signer(_ name: String, besides taken: [String]) -> String {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    let safe = String(name.uppercased().prefix(8).map { allowed.contains($0) ? $0 : "_" })
    let first = safe.isEmpty ? "CERT" : safe
    guard taken.contains(first) else { return first }
    return (2...).lazy.map { first.prefix(8 - "\($0)".count) + "\($0)" }.first { !taken.contains($0) }
      ?? first
  }
}
