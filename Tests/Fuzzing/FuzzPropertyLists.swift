import AppleApps
import Bytes
import Credentials
import PropertyLists

/// A list that was read is written in both forms as one that reads the same.
func fuzzPropertyList(_ bytes: [UInt8]) {
  guard let list = try? PropertyList(reading: bytes) else { return }
  for format in [PropertyListFormat.xml, .binary] {
    let again = try? PropertyList(reading: list.encoded(as: format))
    // Dates lose their fractions in XML, and no number is equal to itself when it is none.
    guard !list.hasFractions else { continue }
    require(again == list, "\(list) was written as \(String(describing: again))")
  }
}

func fuzzProvisioningProfile(_ bytes: [UInt8]) {
  guard let profile = try? ProvisioningProfile(bytes, origin: "fuzzed") else { return }
  _ = profile.kind
  _ = profile.covers(bundleID: "com.example.app")
  _ = profile.chain()
  _ = EntitlementsResolution.resolve(
    bundleID: "com.example.app", profile: profile, source: .profile, payload: nil)
}

func fuzzCodeResources(_ bytes: [UInt8]) {
  guard let seal = try? CodeResources(bytes, file: "fuzzed") else { return }
  _ = try? seal.flaws(in: FewFiles(), root: "", mainExecutable: nil, workers: Workers(limit: 1))
}

/// Some files of the kinds that rules tell apart.
private struct FewFiles: BundleTree {
  let items = [
    "Base.lproj/Main.strings", "Frameworks/A.framework/A", "Info.plist", "PkgInfo", "a.dSYM/b",
    "en.lproj/locversion.plist", "embedded.mobileprovision", "image.png",
  ].map { BundleItem(path: $0, kind: .file(size: 1, isExecutable: false)) }

  func source(of path: String) throws(AppleError) -> any ByteSource { MemorySource([1]) }
}

extension PropertyList {
  /// Whether it holds a number or date that one of the forms cannot hold exactly.
  fileprivate var hasFractions: Bool {
    switch self {
    case .real, .date: true
    case .array(let values): values.contains { $0.hasFractions }
    case .dictionary(let values): values.values.contains { $0.hasFractions }
    default: false
    }
  }
}
