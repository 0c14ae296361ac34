import Archives
package import Bytes
import Credentials
import Cryptography

/// Verifies the signatures of APKs and Android App Bundles, as Android does on the API levels asked about.
///
/// v3 first, then v2, then v1, each where one of the levels looks at it; a signature that is there and does not hold is
/// not made up for by an older one. Everything that fails is a finding. The file is read once for its digest and those of
/// v2, v3 and its stored entries, on all free cores and in bounded memory, and where a JAR signature counts, the
/// compressed entries once more.
package enum AndroidVerifier {
  /// Verifies a package.
  ///
  /// - Parameters:
  ///   - name: what errors call the package; the path of a file when not given.
  ///   - minSDK: the oldest API level asked about; the manifest's when nil. A bundle has no levels.
  ///   - maxSDK: the newest; all there will be when nil.
  ///   - download: whether the facts are to tell what one downloads of a large APK.
  /// - Throws: ``AndroidError`` when the package cannot be read: no ZIP, no APK or bundle, a structure that contradicts
  ///   itself, with the structure and the offset. A signature that is missing or wrong is a finding.
  package static func verify(
    _ source: any ByteSource, name: String? = nil, minSDK: Int? = nil, maxSDK: Int? = nil,
    download: Bool = false, workers: Workers
  ) throws(AndroidError) -> AndroidVerification {
    let directory = try wrapping { () throws(ArchiveError) in try ZipDirectory(reading: source, name: name) }
    let (facts, container) = try workers.both(
      { () throws(AndroidError) in try AndroidFacts.read(directory, download: download) },
      { () throws(AndroidError) in
        let isAPK = directory.entry(named: AndroidManifest.apkPath) != nil
        return try ContainerCheck(directory, isAPK ? SigningBlock(in: directory) : nil)
      })
    let block = container.block
    let reader = PackageReader(directory: directory, block: block?.range, workers: workers)
    var check = PackageCheck(directory: directory, facts: facts, reader: reader, workers: workers)
    check.container(container)
    switch facts.format {
    case .apk:
      let levels = try Self.levels(facts.manifest, minSDK: minSDK, maxSDK: maxSDK)
      try check.apk(block, levels: levels)
      return try check.result(levels: levels)
    default:
      try check.bundle()
      return try check.result(levels: nil)
    }
  }

  private static func levels(
    _ manifest: AndroidManifest, minSDK: Int?, maxSDK: Int?
  ) throws(AndroidError) -> ClosedRange<Int> {
    let newest = maxSDK ?? Int(Int32.max)
    let oldest = minSDK ?? manifest.minSDK
    guard oldest <= newest else { throw .cannotVerify(minSDK: oldest, maxSDK: newest) }
    return max(0, oldest)...max(0, newest)
  }
}
