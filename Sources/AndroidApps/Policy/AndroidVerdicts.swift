package import Releases

/// How grave every finding of ``AndroidPolicy`` is, by where a package is going and by its format.
///
/// The policy asks here for each finding that it makes, and the documentation is printed from here: what is
/// promised is what is done. Three rules run through it: what devices refuse is an error everywhere; what only
/// releases must not be is none in a debug build; and Google Play's own rules are errors on Google Play and of
/// bundles, which are made for it, but warnings of APKs, which go elsewhere too.
package enum AndroidVerdicts {
  /// A finding's severities for both formats; they differ where a rule is about one of them.
  package struct Verdict: Equatable, Sendable {
    package let apk: SeverityByDestination
    package let aab: SeverityByDestination

    fileprivate static func both(_ severities: SeverityByDestination) -> Verdict {
      Verdict(apk: severities, aab: severities)
    }

    fileprivate static func apk(_ severities: SeverityByDestination) -> Verdict {
      Verdict(apk: severities, aab: .nowhere)
    }

    fileprivate static func aab(_ severities: SeverityByDestination) -> Verdict {
      Verdict(apk: .nowhere, aab: severities)
    }
  }

  /// A finding's verdict; nil for an id that the policy does not raise.
  package static func verdict(on id: String) -> Verdict? { table[id] }

  /// The ids that the policy raises.
  package static var ids: Set<String> { Set(table.keys) }

  /// Google Play's demands on bundles that a private app on managed devices is free of.
  private static let playOfPublicApps = SeverityByDestination(
    googlePlay: .error, store: .error, adHoc: .error, enterprise: .warning)

  /// Google Play's demands on APKs that are good for every device.
  private static let playOfAPKs = SeverityByDestination(
    googlePlay: .error, store: .warning, adHoc: .warning, enterprise: .warning)

  private static let publicKey = SeverityByDestination.releases(.error)

  private static let validity = SeverityByDestination(
    googlePlay: .error, store: .error, adHoc: .error, enterprise: .error, debug: .warning)

  private static let table: [String: Verdict] = [
    // Who signed.
    "android-debug-certificate": .both(publicKey),
    "android-test-certificate": .both(publicKey),
    "android-distribution-key-for-debug": .both(SeverityByDestination(debug: .warning)),
    "android-certificate-expired": .both(validity),
    "android-certificate-not-yet-valid": .both(validity),
    "android-certificate-expires-too-soon": .both(
      SeverityByDestination(googlePlay: .error, store: .error, adHoc: .note, enterprise: .note)),
    "android-unexpected-certificate": .both(.everywhere(.error)),
    "android-unsigned": .both(.everywhere(.error)),

    // What the app says of itself.
    "debuggable": .both(.releases(.error)),
    "test-only": .both(.releases(.error)),
    "manifest-attribute-unresolved": .both(.releases(.error)),
    "preview-sdk": .both(.releases(.error)),
    "android-unexpected-application": .both(.everywhere(.error)),
    "android-unexpected-version": .both(.everywhere(.error)),
    "android-unexpected-build": .both(.everywhere(.error)),

    // Whether devices can install and run it.
    "resource-table-compressed": .apk(.everywhere(.error)),
    "resource-table-misaligned": .apk(.everywhere(.error)),
    "native-library-compressed": .apk(.everywhere(.error)),
    "native-library-misaligned": .apk(.everywhere(.error)),
    "native-libraries-stored-but-extracted": .apk(.everywhere(.note)),
    "native-library-unreadable": .both(.everywhere(.note)),
    "native-library-segments-not-16k": Verdict(apk: playOfAPKs, aab: .releases(.error)),
    "native-library-offset-not-16k": .apk(playOfAPKs),
    "bundle-alignment-not-16k": .aab(.releases(.error)),

    // What Google Play asks.
    "target-api-level-low": Verdict(apk: playOfAPKs, aab: playOfPublicApps),
    "no-64-bit-code": Verdict(apk: playOfAPKs, aab: .releases(.error)),
    "app-bundle-needed": .apk(SeverityByDestination(googlePlay: .error, store: .warning)),
    "app-bundle-not-installable": .aab(SeverityByDestination(adHoc: .warning)),
    "download-too-large": Verdict(
      apk: SeverityByDestination(googlePlay: .error, store: .warning), aab: .releases(.error)),
  ]
}
