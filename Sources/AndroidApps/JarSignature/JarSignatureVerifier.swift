import Archives
import Bytes
import Cryptography
import Releases

/// Checks a JAR signature as Android does: v1 of an APK, and all that a bundle has.
///
/// Blocks are checked against signature files, signature files against the manifest, the manifest against the
/// entries; each step only when the one before found nothing wrong.
struct JarSignatureVerifier {
  /// The most that is read of a manifest, signature file or block, in bytes.
  static let fileLimit = 64 << 20

  let directory: ZipDirectory
  let scheme: SignatureScheme
  /// The API levels that are asked about.
  let levels: ClosedRange<Int>
  /// The other schemes whose signatures have been found.
  let found: Set<SignatureScheme>
  let workers: Workers

  /// - Throws: ``AndroidError`` when an entry cannot be read.
  func verify() throws(AndroidError) -> JarVerdict {
    var verdict = JarVerdict(scheme: scheme)
    let entries = directory.entries.filter { !$0.isDirectory }
    let names = checkNames(entries, &verdict)
    guard !verdict.hasErrors else { return verdict }
    guard let manifestEntry = directory.entry(named: JarEntryName.manifest) else {
      verdict.note(.jarSigNoManifest)
      return verdict
    }
    let manifest = try contents(of: manifestEntry)
    var reader = JarSectionReader(manifest)
    let main = reader.next()
    let sections = sections(reader.rest(), names, &verdict)
    guard !verdict.hasErrors else { return verdict }

    findSigners(entries, names, &verdict)
    guard !verdict.hasErrors else { return verdict }
    let verifier = JarSignerVerifier(
      scheme: scheme, levels: levels, found: found, manifest: manifest, main: main, sections: sections)
    var signatureFiles: [[UInt8]] = []
    for index in verdict.signers.indices {
      let signatureFile = try contents(named: verdict.signers[index].signatureFile)
      let block = try contents(named: verdict.signers[index].block)
      verifier.verify(block: block, over: signatureFile, index, &verdict)
      signatureFiles.append(signatureFile)
    }
    guard !verdict.hasErrors else { return verdict }
    for index in verdict.signers.indices {
      verifier.verify(signatureFile: signatureFiles[index], index, &verdict)
    }
    guard !verdict.hasErrors else { return verdict }
    try checkEntries(sections, &verdict)
    return verdict
  }

  private func contents(of entry: ZipEntry) throws(AndroidError) -> [UInt8] {
    try wrapping { () throws(ArchiveError) in try directory.contents(of: entry, limit: Self.fileLimit) }
  }

  private func contents(named name: String) throws(AndroidError) -> [UInt8] {
    guard let entry = directory.entry(named: name) else { return [] }
    return try contents(of: entry)
  }

  /// Notes names that are there twice, and gives all of them.
  private func checkNames(_ entries: [ZipEntry], _ verdict: inout JarVerdict) -> Set<String> {
    var names: Set<String> = []
    var reported: Set<String> = []
    for entry in entries where !names.insert(entry.name).inserted && reported.insert(entry.name).inserted {
      verdict.note(.jarSigDuplicateZipEntry, ["entry": entry.name])
    }
    return names
  }

  /// The manifest's sections by entry.
  private func sections(
    _ all: [JarSection], _ names: Set<String>, _ verdict: inout JarVerdict
  ) -> [String: JarSection] {
    var sections: [String: JarSection] = [:]
    sections.reserveCapacity(all.count)
    for (index, section) in all.enumerated() {
      guard let name = section.entryName else {
        verdict.note(.jarSigUnnamedManifestSection, ["section": "\(index + 1)"])
        continue
      }
      guard sections.updateValue(section, forKey: name) == nil else {
        verdict.note(.jarSigDuplicateManifestSection, ["entry": name])
        continue
      }
      if !names.contains(name) {
        verdict.note(.jarSigMissingZipEntryReferencedInManifest, ["entry": name])
      }
    }
    return sections
  }

  /// Notes every signature block with the signature file of its name.
  private func findSigners(_ entries: [ZipEntry], _ names: Set<String>, _ verdict: inout JarVerdict) {
    for entry in entries where JarEntryName.isSignatureBlock(entry.name) {
      let stem = entry.name.lastIndex(of: ".").map { entry.name[..<$0] } ?? entry.name[...]
      guard names.contains("\(stem).SF") else {
        verdict.note(.jarSigMissingFile, ["file": entry.name])
        continue
      }
      verdict.signers.append(
        JarVerdict.Signer(
          number: verdict.signers.count + 1, block: entry.name, signatureFile: "\(stem).SF"))
    }
    if verdict.signers.isEmpty { verdict.note(.jarSigNoSignatures) }
    if verdict.signers.count > SigningPlan.signerLimit {
      verdict.note(
        .jarSigMaxSignaturesExceeded,
        ["count": "\(verdict.signers.count)", "limit": "\(SigningPlan.signerLimit)"])
    }
  }

  /// Compares every entry that must be signed with the digests in the manifest.
  ///
  /// All of them must be signed by the same signers: these are the package's, the others are passed over.
  private func checkEntries(
    _ sections: [String: JarSection], _ verdict: inout JarVerdict
  ) throws(AndroidError) {
    var requests: [EntryDigests.Request] = []
    var expected: [[JarDigest]] = []
    var signers: (numbers: [Int], entry: String)?
    for entry in directory.entriesByOffset where mustBeChecked(entry.name, sections) {
      let digests = sections[entry.name]?.digests("-Digest", levels: levels) ?? []
      guard !digests.isEmpty else {
        verdict.note(.jarSigNoZipEntryDigestInManifest, ["entry": entry.name])
        continue
      }
      let numbers = verdict.signers.filter { !$0.isIgnored && $0.entries.contains(entry.name) }.map(\.number)
      guard !numbers.isEmpty else {
        verdict.note(.jarSigZipEntryNotSigned, ["entry": entry.name])
        continue
      }
      let first = signers ?? (numbers, entry.name)
      signers = first
      guard first.numbers == numbers else {
        verdict.note(.jarSigZipEntrySignersMismatch, ["entry": entry.name])
        continue
      }
      requests.append(EntryDigests.Request(entry: entry, algorithms: digests.map(\.algorithm)))
      expected.append(digests)
    }
    guard let signers else {
      verdict.note(.jarSigNoSignedZipEntries)
      return
    }
    for index in verdict.signers.indices where !signers.numbers.contains(verdict.signers[index].number) {
      verdict.signers[index].isIgnored = true
    }
    let actual = try EntryDigests(requests, in: directory).compute(workers: workers)
    for (index, request) in requests.enumerated() {
      for (digest, value) in zip(expected[index], actual[index]) where digest.value != value {
        verdict.note(
          .jarSigZipEntryDigestDidNotVerify,
          [
            "entry": request.entry.name, "algorithm": JarDigest.name(of: digest.algorithm),
            "expected": digest.value.hex, "actual": value.hex,
          ])
      }
    }
    noteUnprotected(sections, &verdict)
  }

  /// Whether the entry's digest counts.
  ///
  /// In a bundle also what lies in `META-INF`, when the manifest lists it.
  private func mustBeChecked(_ name: String, _ sections: [String: JarSection]) -> Bool {
    JarEntryName.isSignedOnAndroid(name)
      || scheme == .jar && JarEntryName.needsDigest(name) && sections[name] != nil
  }

  private func noteUnprotected(_ sections: [String: JarSection], _ verdict: inout JarVerdict) {
    let signatureFiles = Set(
      verdict.signers.filter { !$0.isIgnored }.flatMap { [$0.block, $0.signatureFile] } + [
        JarEntryName.manifest
      ])
    for entry in directory.entries
    where entry.name.hasPrefix(JarEntryName.folder) && !entry.isDirectory
      && !signatureFiles.contains(entry.name)
      && !mustBeChecked(entry.name, sections)
    {
      verdict.note(.jarSigUnprotectedZipEntry, ["entry": entry.name])
    }
  }
}
