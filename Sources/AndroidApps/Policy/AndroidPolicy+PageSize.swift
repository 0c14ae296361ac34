import Releases

import struct FoundationEssentials.Date

extension AndroidPolicy {
  private static let page = 16 << 10
  /// From this day Google Play asks for 16 KiB pages in updates that target Android 15 and later: 1 November
  /// 2025.
  ///
  /// Who asked for it had until 31 May 2026, which a package does not show.
  private static let deadline = Date(timeIntervalSince1970: 1_761_955_200)
  private static let firstTarget = 35

  /// Whether 64-bit devices with pages of 16 KiB can load the native libraries.
  ///
  /// What 32-bit processes load does not matter: those devices have none.
  var pageSizeFindings: [Finding] {
    let libraries = facts.nativeLibraries.filter(\.is64Bit)
    var findings: [Finding?] = []
    for library in libraries {
      if let alignment = library.segmentAlignment, alignment < Self.page {
        findings.append(
          finding(
            "native-library-segments-not-16k", at: library.path,
            ["library": library.name, "alignment": String(alignment)]))
      }
      // A library at no page boundary at all is an installation finding already.
      let offset = library.dataOffset
      if facts.manifest.extractNativeLibs == false, library.isStored, offset % Self.page != 0,
        offset % (4 << 10) == 0
      {
        findings.append(
          finding(
            "native-library-offset-not-16k", at: library.path,
            ["library": library.name, "offset": String(offset)]))
      }
    }
    if !libraries.isEmpty, let bundle = facts.bundle, bundle.storesNativeLibraries,
      let alignment = bundle.pageAlignment, alignment < Self.page
    {
      findings.append(
        finding("bundle-alignment-not-16k", at: "BundleConfig.pb", ["alignment": String(alignment)]))
    }
    return findings.compactMap { $0.map(lowered) }
  }

  /// A warning where Google Play does not refuse it: before its day, and for apps with an older target.
  private func lowered(_ finding: Finding) -> Finding {
    guard today < Self.deadline || facts.manifest.targetSDK < Self.firstTarget else { return finding }
    var lowered = finding
    lowered.severity = min(finding.severity, .warning)
    return lowered
  }
}
