package import Archives
import Bytes
package import Releases

extension AndroidFacts {
  /// The most that is read of one manifest, in bytes.
  ///
  /// The largest known are below 2 MB.
  static let manifestLimit = 16 << 20
  /// Google Play recommends at most 100 modules; each has a manifest to be read.
  static let moduleLimit = 1_000

  private static let apkManifest = "AndroidManifest.xml"
  private static let bundleManifest = "base/manifest/AndroidManifest.xml"
  private static let bundleConfiguration = "BundleConfig.pb"

  /// Reads the facts of a package, all but who signed it.
  ///
  /// Of native libraries only the heads are read; nothing else but manifests is inflated. A library that is
  /// no ELF file is a fact, not an error.
  ///
  /// - Parameters:
  ///   - signers: whether to read who signed it too, as the package has it: nothing is verified.
  ///   - download: whether to estimate what one downloads of a large APK, for which samples of it are compressed.
  /// - Throws: ``AndroidError``: `notAnApp` when there is no manifest where an APK or a bundle has it;
  ///   `malformed` or `tooLarge` from the manifest; `archive` when an entry cannot be read.
  package static func read(
    _ directory: ZipDirectory, signers: Bool = false, download: Bool = false
  ) throws(AndroidError) -> AndroidFacts {
    var facts = try unsigned(directory)
    if download, facts.format == .apk {
      facts.compressedSize = try DownloadEstimate.compressedSize(of: directory)
    }
    guard signers else { return facts }
    let block = facts.format == .apk ? try SigningBlock(in: directory) : nil
    facts.signingBlock = block?.pairs.map(SigningBlockEntry.init) ?? []
    facts.signatures =
      SignatureFact.signers(in: block) + SignatureFact.jarSigners(in: directory, facts.format)
    facts.signatures.sort { ($0.scheme, $0.signer) < ($1.scheme, $1.signer) }
    return facts
  }

  /// What a package calls itself.
  ///
  /// Reads its manifest and nothing else.
  ///
  /// - Throws: as ``read(_:signers:download:)``.
  package static func application(of directory: ZipDirectory) throws(AndroidError) -> Application {
    if let entry = directory.entry(named: bundleManifest), directory.entry(named: apkManifest) == nil {
      return AndroidFacts(
        format: .aab,
        manifest: try AndroidManifest(protoXML: try directory.bytes(of: entry), file: entry.name)
      ).application
    }
    return AndroidFacts(format: .apk, manifest: try directory.androidManifest()).application
  }

  private static func unsigned(_ directory: ZipDirectory) throws(AndroidError) -> AndroidFacts {
    if let entry = directory.entry(named: apkManifest) { return try apk(directory, manifest: entry) }
    if let entry = directory.entry(named: bundleManifest) { return try bundle(directory, manifest: entry) }
    throw .notAnApp(
      archive: directory.name,
      missing: directory.entry(named: bundleConfiguration) == nil ? apkManifest : bundleManifest)
  }

  private static func apk(_ directory: ZipDirectory, manifest: ZipEntry) throws(AndroidError) -> AndroidFacts
  {
    let bytes = try directory.bytes(of: manifest)
    return AndroidFacts(
      format: .apk, manifest: try AndroidManifest(binaryXML: bytes, file: manifest.name),
      nativeLibraries: try nativeLibraries(directory, depth: 0),
      resourceTable: try directory.entry(named: "resources.arsc").map { (entry) throws(AndroidError) in
        ResourceTable(isStored: entry.isStored, dataOffset: try directory.dataOffset(of: entry))
      },
      size: directory.source.count,
      contents: ContentSize.all(directory.entries.lazy.map { ($0.name[...], $0) }))
  }

  private static func bundle(_ directory: ZipDirectory, manifest: ZipEntry) throws(AndroidError)
    -> AndroidFacts
  {
    let base = try ProtoXML.root(of: try directory.bytes(of: manifest), file: manifest.name)
    let configuration = try directory.entry(named: bundleConfiguration).map { (entry) throws(AndroidError) in
      try BundleConfiguration(try directory.bytes(of: entry), file: entry.name)
    }
    let sizes = DownloadEstimate(directory.entries, unsplit: configuration?.unsplit ?? []).sizes
    var modules: [BundleModule] = []
    for entry in directory.entries {
      let path = entry.name.split(separator: "/", omittingEmptySubsequences: false)
      guard path.count == 3, path[1] == "manifest", path[2] == "AndroidManifest.xml" else { continue }
      let name = String(path[0])
      guard modules.count < moduleLimit else {
        throw .tooLarge(
          .bundleConfiguration, field: "modules", size: modules.count + 1, limit: moduleLimit,
          file: entry.name)
      }
      let root =
        name == "base" ? base : try ProtoXML.root(of: try directory.bytes(of: entry), file: entry.name)
      modules.append(BundleModule(name: name, manifest: root, downloadSize: sizes[name] ?? 0))
    }
    modules.sort { ($0.name == "base" ? 0 : 1, $0.name) < ($1.name == "base" ? 0 : 1, $1.name) }
    let names = Set(modules.map(\.name))
    return AndroidFacts(
      format: .aab, manifest: try AndroidManifest(root: base), modules: modules, bundle: configuration,
      nativeLibraries: try nativeLibraries(directory, depth: 1), size: directory.source.count,
      contents: ContentSize.all(
        directory.entries.lazy.map { entry in
          let module = entry.name.prefix { $0 != "/" }
          return (
            names.contains(String(module)) ? entry.name.dropFirst(module.count + 1) : entry.name[...], entry
          )
        }))
  }

  /// The libraries at `lib/ABI/NAME.so`, `depth` folders down.
  private static func nativeLibraries(
    _ directory: ZipDirectory, depth: Int
  ) throws(AndroidError) -> [NativeLibrary] {
    var libraries: [NativeLibrary] = []
    for entry in directory.entries where entry.name.hasSuffix(".so") {
      let path = entry.name.split(separator: "/", omittingEmptySubsequences: false).dropFirst(depth)
      guard path.count == 3, path.first == "lib" else { continue }
      let abi = String(path[path.startIndex + 1])
      libraries.append(
        NativeLibrary(
          path: entry.name, abi: abi, is64Bit: NativeLibrary.abis64.contains(abi), isStored: entry.isStored,
          size: entry.size, compressedSize: entry.compressedSize,
          dataOffset: try directory.dataOffset(of: entry),
          segmentAlignment: try segmentAlignment(of: entry, directory)))
    }
    return libraries
  }

  private static func segmentAlignment(
    of entry: ZipEntry, _ directory: ZipDirectory
  ) throws(AndroidError) -> UInt64? {
    let head = try directory.firstBytes(of: entry)
    guard let header = ELFHeader(head: head), header.table.upperBound <= entry.size else { return nil }
    if header.table.upperBound <= head.count { return header.segmentAlignment(head[header.table]) }
    return header.segmentAlignment(try directory.part(header.table, of: entry))
  }
}

/// ``ZipDirectory`` in this module's errors.
extension ZipDirectory {
  fileprivate func bytes(of entry: ZipEntry) throws(AndroidError) -> [UInt8] {
    do { return try contents(of: entry, limit: AndroidFacts.manifestLimit) } catch { throw .archive(error) }
  }

  fileprivate func firstBytes(of entry: ZipEntry) throws(AndroidError) -> [UInt8] {
    do { return try head(of: entry, count: ELFHeader.headSize) } catch { throw .archive(error) }
  }

  fileprivate func dataOffset(of entry: ZipEntry) throws(AndroidError) -> Int {
    do { return try dataRange(of: entry).lowerBound } catch { throw .archive(error) }
  }

  /// A part of an entry's data; what stands before it is inflated, and not kept.
  fileprivate func part(_ range: Range<Int>, of entry: ZipEntry) throws(AndroidError) -> [UInt8] {
    guard !entry.isStored else {
      let start = try dataOffset(of: entry)
      return try wrapping { () throws(BytesError) in
        try source.bytes(at: start + range.lowerBound, count: range.count)
      }
    }
    var part: [UInt8] = []
    var offset = 0
    try wrapping { () throws(ArchiveError) in
      try inflate(entry) { buffer in
        let wanted = range.clamped(to: offset..<offset + buffer.count)
        part += buffer[(wanted.lowerBound - offset)..<(wanted.upperBound - offset)]
        offset += buffer.count
      }
    }
    return part
  }
}
