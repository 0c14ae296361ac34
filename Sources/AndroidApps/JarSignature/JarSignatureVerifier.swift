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
  /// What is digested by whoever reads the whole file meanwhile.
  let stored: StoredContents

  /// A verdict that lacks the entries' digests, and what they ought to be.
  struct Check: Sendable {
    fileprivate(set) var verdict: JarVerdict
    fileprivate var contents: Contents?
  }

  /// The entries that must have certain digests; nothing in `actual` for those that are stored.
  fileprivate struct Contents: Sendable {
    var requests: [EntryDigests.Request] = []
    var expected: [[JarDigest]] = []
    var actual: [Int: [[UInt8]]] = [:]
    let sections: [[UInt8]: JarSection]
  }

  /// Checks everything but the entries in ``stored``, which may still be on their way.
  ///
  /// - Throws: ``AndroidError`` when an entry cannot be read; one whose data is damaged is a finding.
  func verify() throws(AndroidError) -> Check {
    var check = Check(verdict: JarVerdict(scheme: scheme))
    do throws(AndroidError) {
      check.contents = try verify(&check.verdict)
    } catch .archive(.corruptEntry(_, let entry)) {
      check.verdict.note(.corruptEntry, ["entry": entry])
    }
    return check
  }

  /// The verdict, once the whole file has been read.
  func finish(_ check: Check) -> JarVerdict {
    var verdict = check.verdict
    if let contents = check.contents { compare(contents, &verdict) }
    return verdict
  }

  private func verify(_ verdict: inout JarVerdict) throws(AndroidError) -> Contents? {
    let entries = directory.entries.filter { !$0.isDirectory }
    let names = checkNames(entries, &verdict)
    guard !verdict.hasErrors else { return nil }
    guard let manifestEntry = directory.entry(named: JarEntryName.manifest) else {
      verdict.note(.jarSigNoManifest)
      return nil
    }
    let manifest = try contents(of: manifestEntry)
    if manifest.contains(0) { verdict.note(.jarSigNulInFile, ["file": JarEntryName.manifest]) }
    var reader = JarSectionReader(manifest)
    let main = reader.next()
    let sections = sections(reader.rest(), names, &verdict)
    guard !verdict.hasErrors else { return nil }

    findSigners(entries, names, &verdict)
    guard !verdict.hasErrors else { return nil }
    let verifier = JarSignerVerifier(
      scheme: scheme, levels: levels, found: found, manifest: manifest, main: main, sections: sections)
    var signatureFiles: [[UInt8]] = []
    for index in verdict.signers.indices {
      let signatureFile = try contents(named: verdict.signers[index].signatureFile)
      let block = try contents(named: verdict.signers[index].block)
      verifier.verify(block: block, over: signatureFile, index, &verdict)
      signatureFiles.append(signatureFile)
    }
    guard !verdict.hasErrors else { return nil }
    for index in verdict.signers.indices {
      verifier.verify(signatureFile: signatureFiles[index], index, &verdict)
    }
    guard !verdict.hasErrors else { return nil }
    return try checkEntries(sections, &verdict)
  }

  private func contents(of entry: ZipEntry) throws(AndroidError) -> [UInt8] {
    try wrapping { () throws(ArchiveError) in try directory.contents(of: entry, limit: Self.fileLimit) }
  }

  private func contents(named name: String) throws(AndroidError) -> [UInt8] {
    guard let entry = directory.entry(named: name) else { return [] }
    return try contents(of: entry)
  }

  /// Notes names that are there twice, and gives all of them.
  private func checkNames(_ entries: [ZipEntry], _ verdict: inout JarVerdict) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var reported: Set<[UInt8]> = []
    for entry in entries
    where !names.insert(entry.nameBytes).inserted && reported.insert(entry.nameBytes).inserted {
      verdict.note(.jarSigDuplicateZipEntry, ["entry": entry.name])
    }
    for entry in entries where JarEntryName.isInOtherCase(entry.name) {
      verdict.note(.jarSigFileNameCase, ["file": entry.name])
    }
    return names
  }

  /// The manifest's sections by the bytes of the entry's name.
  private func sections(
    _ all: [JarSection], _ names: Set<[UInt8]>, _ verdict: inout JarVerdict
  ) -> [[UInt8]: JarSection] {
    var sections: [[UInt8]: JarSection] = [:]
    sections.reserveCapacity(all.count)
    for (index, section) in all.enumerated() {
      guard let name = section.entryName else {
        verdict.note(.jarSigUnnamedManifestSection, ["section": "\(index + 1)"])
        continue
      }
      if !section.isNamedFirst {
        verdict.note(
          .jarSigNameNotFirst, ["file": JarEntryName.manifest, "section": "\(index + 1)"])
      }
      if let field = section.repeatedAttribute {
        verdict.note(.jarSigRepeatedAttribute, ["file": JarEntryName.manifest, "field": field])
      }
      let key = Array(name.utf8)
      guard sections.updateValue(section, forKey: key) == nil else {
        verdict.note(.jarSigDuplicateManifestSection, ["entry": name])
        continue
      }
      if !names.contains(key) {
        verdict.note(.jarSigMissingZipEntryReferencedInManifest, ["entry": name])
      }
    }
    return sections
  }

  /// Notes every signature block with the signature file of its name.
  private func findSigners(_ entries: [ZipEntry], _ names: Set<[UInt8]>, _ verdict: inout JarVerdict) {
    var taken: Set<[UInt8]> = []
    for entry in entries where JarEntryName.isSignatureBlock(entry.name) {
      let signatureFile = JarEntryName.signatureFile(of: entry.name)
      guard names.contains(Array(signatureFile.utf8)) else {
        verdict.note(.jarSigMissingFile, ["file": entry.name])
        continue
      }
      if !taken.insert(Array(signatureFile.utf8)).inserted {
        verdict.note(.jarSigSeveralBlocksForOneFile, ["file": entry.name])
      }
      verdict.signers.append(
        JarVerdict.Signer(
          number: verdict.signers.count + 1, block: entry.name, signatureFile: signatureFile))
    }
    if verdict.signers.isEmpty { verdict.note(.jarSigNoSignatures) }
    if verdict.signers.count > SigningPlan.signerLimit {
      verdict.note(
        .jarSigMaxSignaturesExceeded,
        ["count": "\(verdict.signers.count)", "limit": "\(SigningPlan.signerLimit)"])
    }
  }

  /// Finds every entry that must be signed, with the digests in the manifest, and digests those that are not stored.
  ///
  /// All of them must be signed by the same signers: these are the package's, the others are passed over.
  private func checkEntries(
    _ sections: [[UInt8]: JarSection], _ verdict: inout JarVerdict
  ) throws(AndroidError) -> Contents? {
    var contents = Contents(sections: sections)
    var signers: (numbers: [Int], entry: String)?
    for entry in directory.entriesByOffset where mustBeChecked(entry, sections) {
      let digests = sections[entry.nameBytes]?.digests("-Digest", levels: levels) ?? []
      guard !digests.isEmpty else {
        verdict.note(.jarSigNoZipEntryDigestInManifest, ["entry": entry.name])
        continue
      }
      let numbers = verdict.signers.filter { !$0.isIgnored && $0.entries.contains(entry.nameBytes) }.map(
        \.number)
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
      contents.requests.append(EntryDigests.Request(entry: entry, algorithms: digests.map(\.algorithm)))
      contents.expected.append(digests)
    }
    guard let signers else {
      verdict.note(.jarSigNoSignedZipEntries)
      return nil
    }
    for index in verdict.signers.indices where !signers.numbers.contains(verdict.signers[index].number) {
      verdict.signers[index].isIgnored = true
      let signer = verdict.signers[index]
      verdict.note(.jarSigIgnoredSigner, of: signer, ["file": signer.block])
    }
    let read = contents.requests.indices.filter { !isStored(contents.requests[$0]) }
    let actual = try EntryDigests(read.map { contents.requests[$0] }, in: directory).compute(workers: workers)
    for (index, values) in zip(read, actual) { contents.actual[index] = values }
    return contents
  }

  private func isStored(_ request: EntryDigests.Request) -> Bool {
    request.algorithms == [.sha256] && stored.has(request.entry)
  }

  private func compare(_ contents: Contents, _ verdict: inout JarVerdict) {
    for (index, request) in contents.requests.enumerated() {
      guard let actual = contents.actual[index] ?? stored.sha256(of: request.entry).map({ [$0] }) else {
        return verdict.note(.corruptEntry, ["entry": request.entry.name])
      }
      for (digest, value) in zip(contents.expected[index], actual) where digest.value != value {
        verdict.note(
          .jarSigZipEntryDigestDidNotVerify,
          [
            "entry": request.entry.name, "algorithm": JarDigest.name(of: digest.algorithm),
            "expected": digest.value.hex, "actual": value.hex,
          ])
      }
    }
    noteUnprotected(contents.sections, &verdict)
  }

  /// Whether the entry's digest counts.
  ///
  /// In a bundle also what lies in `META-INF`, when the manifest lists it.
  private func mustBeChecked(_ entry: ZipEntry, _ sections: [[UInt8]: JarSection]) -> Bool {
    JarEntryName.isSignedOnAndroid(entry.name)
      || scheme == .jar && JarEntryName.needsDigest(entry.name) && sections[entry.nameBytes] != nil
  }

  private func noteUnprotected(_ sections: [[UInt8]: JarSection], _ verdict: inout JarVerdict) {
    let signatureFiles = Set(
      verdict.signers.filter { !$0.isIgnored }.flatMap { [$0.block, $0.signatureFile] } + [
        JarEntryName.manifest
      ])
    for entry in directory.entries
    where JarEntryName.isInFolder(entry.name) && !entry.isDirectory
      && !signatureFiles.contains(entry.name) && !mustBeChecked(entry, sections)
    {
      verdict.note(.jarSigUnprotectedZipEntry, ["entry": entry.name])
    }
  }
}
