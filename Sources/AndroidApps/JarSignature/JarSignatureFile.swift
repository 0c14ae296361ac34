import Cryptography

/// A signature file (`.SF`): digests of a manifest and of its sections.
///
/// It is what a JAR signature is over.
enum JarSignatureFile {
  /// The name that apksig gives itself.
  private static let createdBy = "1.0 (Android)"
  /// Android up to 1.6 could not read signature files whose length is a multiple of this.
  private static let unreadableMultiple = 1024

  /// Writes the signature file.
  ///
  /// - Parameter schemes: the other schemes the package is signed with, by number: Android refuses it when one of them
  ///   has been taken away.
  static func bytes(over manifest: JarManifest, algorithm: HashAlgorithm, schemes: [Int]) -> [UInt8] {
    var attributes = [
      JarSection.Attribute(name: "Created-By", value: createdBy),
      JarSection.Attribute(
        name: JarDigest.attributeName(algorithm, "-Digest-Manifest"),
        value: Base64.encode(Digest.hash(algorithm, manifest.bytes))),
    ]
    if !schemes.isEmpty {
      attributes.append(
        .init(name: schemesAttribute, value: schemes.sorted().map(String.init).joined(separator: ", ")))
    }
    var writer = JarSectionWriter()
    writer.writeMain(version: .init(name: "Signature-Version", value: "1.0"), attributes)
    let attributeName = JarDigest.attributeName(algorithm, "-Digest")
    for section in manifest.sections {
      let digest = Base64.encode(Digest.hash(algorithm, section.bytes))
      writer.writeEntry(section.entry, .init(name: attributeName, value: digest))
    }
    if writer.bytes.count.isMultiple(of: unreadableMultiple) { writer.endSection() }
    return writer.bytes
  }

  /// The attribute that names the other schemes.
  static let schemesAttribute = "X-Android-APK-Signed"
}
