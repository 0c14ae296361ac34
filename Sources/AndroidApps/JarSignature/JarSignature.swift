import Archives
import Bytes
import Credentials
import Synchronization

/// A JAR signature of a package under way: which entries are to be digested, and the files that come of it.
struct JarSignature: Sendable {
  /// The digests of the entries; ``files(workers:)`` wants all of them done.
  let digests: EntryDigests

  private let signer: JarSigner
  private let names: [String]
  private let manifest: [UInt8]?
  private let schemes: [Int]
  private let time: (time: UInt16, date: UInt16)

  /// - Parameter place: where a stored entry will go by as the package is written; nil for one that is to be read.
  /// - Throws: ``AndroidError`` when the package's own manifest cannot be read, or a key cannot sign.
  init(
    of directory: ZipDirectory, _ identities: [SigningIdentity], _ plan: SigningPlan,
    _ options: SigningOptions, passing place: (ZipEntry) -> Range<Int>?
  ) throws(AndroidError) {
    let signer = try JarSigner(identities, minSDK: plan.minSDK, name: options.signatureName)
    let requests = directory.entries.compactMap { entry in
      JarEntryName.needsDigest(entry.name) && !AndroidSigner.isReplaced(entry.name, in: plan)
        ? EntryDigests.Request(entry: entry, algorithms: [signer.hash]) : nil
    }
    digests = EntryDigests(requests, in: directory, passing: place)
    names = requests.map(\.entry.name)
    manifest = try directory.entry(named: JarEntryName.manifest).map { (entry) throws(AndroidError) in
      try wrapping { () throws(ArchiveError) in
        try directory.contents(of: entry, limit: JarSignatureVerifier.fileLimit)
      }
    }
    schemes = plan.schemesBesideJar
    time = directory.latestTime { !AndroidSigner.isReplaced($0.name, in: plan) }
    self.signer = signer
  }

  /// The entries to be added, in the order in which apksig appends them, compressed on all free cores.
  ///
  /// - Throws: ``AndroidError`` when a name cannot stand in a manifest, or a key cannot sign; as ``EntryDigests/values()``.
  func files(workers: Workers) throws(AndroidError) -> [NewZipEntry] {
    let values = zip(names, try digests.values()).map { (name: $0, value: $1.first ?? []) }
    let files = try signer.files(digests: values, manifest: manifest, schemes: schemes)
    let (time, date) = time
    let entries = Mutex([NewZipEntry?](repeating: nil, count: files.count))
    workers.concurrently(files.count) { index in
      let entry = NewZipEntry.signatureFile(
        name: files[index].name, contents: files[index].contents, time: time, date: date)
      entries.withLock { $0[index] = entry }
    }
    return entries.withLock { $0.compactMap(\.self) }
  }
}
