/// Which entries of a JAR are signed, and which do the signing.
enum JarEntryName {
  static let manifest = "META-INF/MANIFEST.MF"
  static let folder = "META-INF/"

  /// Whether the manifest must list the entry's digest for jarsigner and bundle tools.
  ///
  /// All entries but folders and, in `META-INF` itself, signature files. JAR File Specification, "Signed JAR File".
  static func needsDigest(_ name: String) -> Bool {
    !name.hasSuffix("/") && !isSignatureRelated(name)
  }

  /// Whether Android holds the entry to be signed: nothing in `META-INF` is, whatever the manifest lists.
  static func isSignedOnAndroid(_ name: String) -> Bool {
    !name.hasSuffix("/") && !name.hasPrefix(folder)
  }

  /// Whether an entry belongs to a JAR signature, and goes when the package is signed anew.
  static func isSignatureRelated(_ name: String) -> Bool {
    guard name.hasPrefix(folder) else { return false }
    let file = name.dropFirst(folder.count).lowercased()
    guard !file.contains("/") else { return false }
    return file == "manifest.mf" || file.hasPrefix("sig-")
      || [".sf", ".rsa", ".dsa", ".ec"].contains { file.hasSuffix($0) }
  }

  /// Whether the entry is a signature block of a kind that Android knows.
  ///
  /// It looks at upper case alone.
  static func isSignatureBlock(_ name: String) -> Bool {
    name.hasPrefix(folder) && [".RSA", ".DSA", ".EC"].contains { name.hasSuffix($0) }
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
