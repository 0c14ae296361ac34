/// The pages that findings about apps for Apple's platforms refer to.
enum ApplePages {
  static let certificates = technotes + "tn3161-inside-code-signing-certificates"
  static let profiles = technotes + "tn3125-inside-code-signing-provisioning-profiles"
  static let hashes = technotes + "tn3126-inside-code-signing-hashes"
  static let requirements = technotes + "tn3127-inside-code-signing-requirements"
  static let account = "https://developer.apple.com/help/account/"
  static let entitlements = "https://developer.apple.com/documentation/bundleresources/entitlements"
  static let signatureFormat =
    "https://developer.apple.com/documentation/xcode/using-the-latest-code-signature-format"
  static let bundles = "https://developer.apple.com/documentation/bundleresources/placing-content-in-a-bundle"
  static let versions = "https://developer.apple.com/library/archive/technotes/tn2420/_index.html"
  static let protectedResources =
    "https://developer.apple.com/documentation/uikit/requesting-access-to-protected-resources"
  static let assetCatalogs =
    "https://developer.apple.com/documentation/xcode/configuring-your-app-icon"
  static let xcframeworks =
    "https://developer.apple.com/documentation/xcode/verifying-the-origin-of-your-xcframeworks"
  static let upcoming = "https://developer.apple.com/news/upcoming-requirements/"
  static let commonSDKs = "https://developer.apple.com/support/third-party-SDK-requirements"
  static let privacyManifests =
    "https://developer.apple.com/documentation/bundleresources/privacy-manifest-files"
  static let requiredReasons =
    "https://developer.apple.com/documentation/bundleresources/describing-use-of-required-reason-api"

  private static let technotes = "https://developer.apple.com/documentation/technotes/"

  /// The page of a key of `Info.plist`.
  static func infoKey(_ key: String) -> String {
    "https://developer.apple.com/documentation/bundleresources/information-property-list/" + key.lowercased()
  }
}
