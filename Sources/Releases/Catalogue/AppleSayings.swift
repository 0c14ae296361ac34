/// The words of App Store Connect, of iOS and of Apple's tools that several findings share.
///
/// Where Apple gives a code, it stands in front.
enum AppleSayings {
  static let submissionCertificate = store(
    90034,
    "Missing or invalid signature. The bundle at bundle path 'Payload/….app' is not signed using an Apple "
      + "submission certificate.",
    "https://github.com/zhlynn/zsign/issues/223")
  static let distributionCertificate = store(
    90035,
    "Invalid Signature. The binary … contains an invalid signature. Make sure you have signed your application "
      + "with a distribution certificate, not an ad hoc certificate or a development certificate.",
    "https://github.com/zhlynn/zsign/issues/409")
  static let verification = CatalogueEntry.Saying(
    "Xcode",
    "Application failed codesign verification. The signature was invalid, or it was not signed with an Apple "
      + "submission certificate. (-19011)",
    source: "https://github.com/comex/frash/issues/5")
  static let oldVerification = CatalogueEntry.Saying(
    "Xcode, in other years",
    "Application failed codesign verification. The signature was invalid, contains disallowed entitlements, or "
      + "it was not signed with an iPhone Distribution Certificate. (-19011)",
    source: "https://github.com/Simbul/baker/issues/348")
  static let distributionProfile = store(
    90161,
    "Invalid Provisioning Profile. The provisioning profile included in the bundle {bundle} [{path}] is invalid. "
      + "[Missing code-signing certificate]. A Distribution Provisioning profile should be used when submitting "
      + "apps to the App Store.",
    "https://github.com/fastlane/fastlane/issues/9326")
  static let profileSignature = store(
    90165,
    "Invalid Provisioning Profile Signature. The provisioning profile included in the bundle '{bundle}' ({path}) "
      + "cannot be used to submit apps to the iOS App Store until it has a valid signature from Apple.",
    "https://github.com/expo/eas-cli/issues/1061")
  static let sealedResource = store(
    90035,
    "Invalid Signature. A sealed resource is missing or invalid.",
    "https://github.com/microsoft/app-store-vsts-extension/issues/283")

  static let invalidSignature = device(
    "0xe8008014", "The executable contains an invalid signature.",
    "https://github.com/ios-control/ios-deploy/issues/510")
  static let noProfile = device(
    "0xe8008015", "A valid provisioning profile for this executable was not found.",
    "https://github.com/dotnet/macios/issues/12834")
  static let entitlements = device(
    "0xe8008016",
    "The entitlements specified in your application’s Code Signing Entitlements file are invalid, not permitted, "
      + "or do not match those specified in your provisioning profile.",
    "https://github.com/DanTheMan827/ios-app-signer/issues/71")
  static let resource = device(
    "0xe8008017", "A signed resource has been added, modified, or deleted.",
    "https://github.com/robovm/robovm/issues/1165")
  static let identity = device(
    "0xe8008018", "The identity used to sign the executable is no longer valid.",
    "https://github.com/xtool-org/xtool/issues/178")
  static let noValidSignature = device(
    "0xe8008019", "The application does not have a valid signature.",
    "https://github.com/zhlynn/zsign/issues/203")
  static let noSignature = device(
    "0xe800801c", "No code signature found.", "https://github.com/flutter/flutter/issues/55838")
  static let version = device(
    "0xe8008029", "The code signature version is no longer supported.",
    "https://github.com/dotnet/macios/issues/13380")
  static let integrity = CatalogueEntry.Saying(
    "iOS", "This app cannot be installed because its integrity could not be verified.",
    source: "https://github.com/hiddify/hiddify-app/issues/2134")

  static let appStoreConnect = "App Store Connect"

  /// What App Store Connect says, in its mails and to the tools that upload.
  static func store(_ code: Int, _ says: String, _ source: String) -> CatalogueEntry.Saying {
    .init(appStoreConnect, "ITMS-\(code): " + says, source: source)
  }

  /// What a device says when an app is installed on it.
  static func device(_ code: String, _ says: String, _ source: String) -> CatalogueEntry.Saying {
    .init("iOS", code + ": " + says, source: source)
  }
}
