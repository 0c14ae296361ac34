import Archives
package import Bytes
package import Credentials
import Cryptography
import Releases

/// Signs APKs and Android App Bundles.
///
/// The output is laid out to the byte first. Then its windows of a mebibyte are read from the input, hashed for v2 and
/// v3, written and hashed for the artifact's digest, on all free cores; the signing block, the central directory and
/// the end record follow. Memory does not grow with the package.
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
    let directory = try wrapping { () throws(ArchiveError) in
      let directory = try ZipDirectory(reading: input, name: name)
      try directory.validateForPackaging()
      return directory
    }
    let plan = try SigningPlan(directory, identities: identities, options: options)
    let oldBlock = try SigningBlock(in: directory)
    let added =
      plan.hasJarSignature
      ? try jarSignature(of: directory, identities, plan, options, workers) : []
    let alignment = plan.format == .aab ? ZipAlignment.none : options.alignment.zipAlignment
    let layout = try wrapping { () throws(ArchiveError) in
      try ZipLayout(
        of: directory, entriesEnd: oldBlock?.range.lowerBound, dropping: { isReplaced($0.name, in: plan) },
        adding: added, alignment: alignment)
    }
    let writer = PackageWriter(layout: layout, output: output, workers: workers)
    let written = try writer.write(identities, plan)
    return SignedPackage(
      format: plan.format, sha256: written.sha256.hex, size: written.size, schemes: plan.schemes.sorted(),
      minSDK: plan.minSDK, entries: layout.placed)
  }

  /// Whether an entry belongs to a signature that the new one takes the place of.
  ///
  /// Folders of an APK, which no device looks at, go as well, as they do with apksig.
  private static func isReplaced(_ name: String, in plan: SigningPlan) -> Bool {
    JarEntryName.isSignatureRelated(name)
      || plan.format == .apk && (name.hasSuffix("/") || name == sourceStamp)
  }

  /// The digest of a source stamp's certificate; the stamp itself is in the signing block.
  private static let sourceStamp = "stamp-cert-sha256"

  private static func jarSignature(
    of directory: ZipDirectory, _ identities: [SigningIdentity], _ plan: SigningPlan,
    _ options: SigningOptions, _ workers: Workers
  ) throws(AndroidError) -> [NewZipEntry] {
    let signer = try JarSigner(identities, minSDK: plan.minSDK, name: options.signatureName)
    let requests = directory.entries.compactMap { entry in
      JarEntryName.needsDigest(entry.name) && !isReplaced(entry.name, in: plan)
        ? EntryDigests.Request(entry: entry, algorithms: [signer.hash]) : nil
    }
    let values = try EntryDigests.compute(requests, in: directory, workers: workers)
    var digests: [String: [UInt8]] = [:]
    for (request, value) in zip(requests, values) { digests[request.entry.name] = value.first }
    let manifest = try directory.entry(named: JarEntryName.manifest).map { (entry) throws(AndroidError) in
      try wrapping { () throws(ArchiveError) in
        try directory.contents(of: entry, limit: JarSignatureVerifier.fileLimit)
      }
    }
    let time = directory.latestTime { !isReplaced($0.name, in: plan) }
    return try signer.files(digests: digests, manifest: manifest, schemes: plan.schemesBesideJar).map {
      file in
      .signatureFile(name: file.name, contents: file.contents, time: time.time, date: time.date)
    }
  }
}
