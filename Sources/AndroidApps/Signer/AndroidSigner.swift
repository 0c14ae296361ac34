package import Archives
package import Bytes
package import Credentials
import Cryptography
import Releases

/// Signs APKs and Android App Bundles.
///
/// The output is laid out to the byte first, all but the files of a JAR signature, which come behind the other entries.
/// Then its windows of a mebibyte are read from the input, digested for v2, v3 and the whole file and written, while the
/// entries in them are digested and the signature files made for v1, on all free cores; these, the signing block, the
/// central directory and the end record follow. Memory does not grow with the package.
package enum AndroidSigner {
  /// Signs a package that is an APK or a bundle, anew if it was signed.
  ///
  /// Earlier signature files, signing blocks, source stamps and an APK's folders go; everything else stays as it is, compressed data
  /// included. The same input and keys give the same output.
  ///
  /// - Parameters:
  ///   - input: is not changed.
  ///   - output: an empty file, which is written and not committed. On an error it is to be thrown away.
  ///   - identities: one per signer, at most 10. v3 has one.
  /// - Throws: ``AndroidError``: `archive` when the input cannot be read, has names that a package must not have, or the
  ///   output not be written; `notAnApp`; `cannotSign`; `cryptography`.
  package static func sign(
    _ input: any ByteSource, name: String? = nil, output: AtomicFile, identities: [SigningIdentity],
    options: SigningOptions = SigningOptions(), workers: Workers
  ) throws(AndroidError) -> SignedPackage {
    let directory = try wrapping { () throws(ArchiveError) in try ZipDirectory(reading: input, name: name) }
    return try sign(directory, output: output, identities: identities, options: options, workers: workers)
  }

  /// Signs a package whose central directory has been read already.
  ///
  /// - Throws: as ``sign(_:name:output:identities:options:workers:)``.
  package static func sign(
    _ directory: ZipDirectory, output: AtomicFile, identities: [SigningIdentity],
    options: SigningOptions = SigningOptions(), workers: Workers
  ) throws(AndroidError) -> SignedPackage {
    try wrapping { () throws(ArchiveError) in try directory.validateForPackaging() }
    let plan = try SigningPlan(directory, identities: identities, options: options)
    let oldBlock = try SigningBlock(in: directory)
    let layout = try wrapping { () throws(ArchiveError) in
      try ZipLayout(
        of: directory, entriesEnd: oldBlock?.range.lowerBound, dropping: { isReplaced($0.name, in: plan) },
        alignment: plan.format == .aab ? .none : options.alignment.zipAlignment)
    }
    let signature =
      try plan.hasJarSignature
      ? JarSignature(
        of: directory, identities, plan, options, passing: PackageWriter.storedEntries(of: layout)) : nil
    try wrapping { () throws(BytesError) in try output.reserve(layout.entriesEnd) }
    var writer = try PackageWriter(
      identities, plan, output: output, entries: signature?.digests.stored, workers: workers)
    let complete: ZipLayout
    if let signature {
      let files = try writer.writeWindows(of: layout, beside: signature)
      complete = try wrapping { () throws(ArchiveError) in try layout.adding(files) }
    } else {
      complete = layout
    }
    let written = try writer.finish(complete)
    return SignedPackage(
      format: plan.format, sha256: written.sha256.hex, size: written.size, schemes: plan.schemes.sorted(),
      minSDK: plan.minSDK, entries: complete.placed)
  }

  /// Whether an entry belongs to a signature that the new one takes the place of.
  ///
  /// Folders of an APK, which no device looks at, go as well, as they do with apksig.
  static func isReplaced(_ name: String, in plan: SigningPlan) -> Bool {
    JarEntryName.isSignatureRelated(name)
      || plan.format == .apk && (name.hasSuffix("/") || name == sourceStamp)
  }

  /// The digest of a source stamp's certificate; the stamp itself is in the signing block.
  private static let sourceStamp = "stamp-cert-sha256"
}
