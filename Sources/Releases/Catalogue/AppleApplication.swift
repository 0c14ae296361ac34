extension Catalogue {
  /// Apple: whether it is the app that was expected, and what its `Info.plist` files say.
  static let appleApplication: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-unexpected-application", about: .application,
      message: "The bundle id is {found}, where {expected} was expected.",
      sayings: [
        AppleSayings.store(
          90055,
          "This bundle is invalid. The bundle identifier cannot be changed from the current value, "
            + "'{expected}'.",
          "https://github.com/fastlane/fastlane/issues/14913")
      ],
      remedy: "Check that the payload is the right app and variant, or correct application: in the pipeline.",
      help: ApplePages.infoKey("CFBundleIdentifier")),
    CatalogueEntry(
      "apple-unexpected-platform", about: .application,
      message: "The app is for {found}, where one for {expected} was expected.",
      remedy: "Check that the payload is the right app, or say platform: {platform} in the pipeline.",
      help: ApplePages.infoKey("CFBundleSupportedPlatforms")),
    CatalogueEntry(
      "apple-unexpected-version", about: .application,
      message: "The version is {found}, where {expected} was expected.",
      remedy: "Rebuild with the version that was asked for, or correct expect: version: in the pipeline.",
      help: ApplePages.versions),
    CatalogueEntry(
      "apple-unexpected-build", about: .application,
      message: "The build number is {found}, where {expected} was expected.",
      remedy: "Rebuild with the build number that was asked for, or correct expect: build: in the pipeline.",
      help: ApplePages.versions),
    CatalogueEntry(
      "apple-nested-identifier", about: .application,
      message:
        "The bundle id of {path} is {identifier}, which does not begin with that of the app, {parent}.",
      sayings: [
        AppleSayings.device(
          "0xe800009e",
          "This app contains an app extension with an illegal bundle identifier. App extension bundle "
            + "identifiers must have a prefix consisting of their containing application's bundle identifier "
            + "followed by a '.'.",
          "https://github.com/ios-control/ios-deploy/issues/367"),
        .init(
          "Xcode",
          "Embedded binary's bundle identifier is not prefixed with the parent app's bundle identifier.",
          source: "https://github.com/Provenance-Emu/Provenance/issues/516"),
      ],
      remedy: "Give it the bundle id {parent}, a dot, and a name of its own.",
      help: ApplePages.infoKey("CFBundleIdentifier")),
    CatalogueEntry(
      "apple-build-missing", about: .package,
      message: "The Info.plist of {path} has no CFBundleVersion.",
      sayings: [
        AppleSayings.store(
          90056,
          "This bundle {path} is invalid. The Info.plist file is missing the required key: CFBundleVersion.",
          "https://github.com/zendesk/zendesk_sdk_ios/issues/465")
      ],
      remedy: "Set the key where {path} is built; of a framework of others, ask for a newer version.",
      help: ApplePages.infoKey("CFBundleVersion")),
    CatalogueEntry(
      "apple-version-missing", about: .package,
      message: "The Info.plist of {path} has no CFBundleShortVersionString.",
      sayings: [
        AppleSayings.store(
          90057,
          "The bundle '{path}' is missing plist key. The Info.plist file is missing the required key: "
            + "CFBundleShortVersionString.",
          "https://github.com/lukaskubanek/OrderedDictionary/issues/62")
      ],
      remedy: "Set the key where {path} is built; of a framework of others, ask for a newer version.",
      help: ApplePages.infoKey("CFBundleShortVersionString")),
    CatalogueEntry(
      "apple-build-malformed", about: .package,
      message: "The CFBundleVersion of {path} is {value}; it has to be whole numbers with dots between them.",
      sayings: [
        AppleSayings.store(
          90058,
          "This bundle is invalid - The value for key CFBundleVersion [{value}] in the Info.plist file must be a "
            + "period-separated list of at most three non-negative integers.",
          "https://github.com/getsentry/sentry-cocoa/issues/3786")
      ],
      remedy: "Write the build of {path} as numbers, such as 42 or 4.2.1.",
      help: ApplePages.infoKey("CFBundleVersion")),
    CatalogueEntry(
      "apple-version-malformed", about: .package,
      message:
        "The CFBundleShortVersionString of {path} is {value}; it has to be at most three whole numbers with dots "
        + "between them.",
      sayings: [
        AppleSayings.store(
          90060,
          "This bundle is invalid. The value for key CFBundleShortVersionString '{value}' in the Info.plist file "
            + "must be a period-separated list of at most three non-negative integers.",
          "https://github.com/qiniu/objc-sdk/issues/200")
      ],
      remedy: "Write the version of {path} as up to three numbers, such as 4.2.1.",
      help: ApplePages.infoKey("CFBundleShortVersionString")),
    CatalogueEntry(
      "apple-extension-version", about: .package,
      message: "The {key} of {path} is {found}, that of the app {expected}.",
      sayings: [
        AppleSayings.store(
          90473,
          "{key} Mismatch. The {key} value '{found}' of extension '{path}' does not match the {key} value "
            + "'{expected}' of its containing iOS application '{app}'.",
          "https://github.com/OneSignal/OneSignal-Flutter-SDK/issues/63")
      ],
      remedy: "Give all targets of the app the same version and build.",
      help: ApplePages.versions),
    CatalogueEntry(
      "apple-minimum-os-missing", about: .package,
      message: "The Info.plist of {path} has no MinimumOSVersion.",
      sayings: [
        AppleSayings.store(
          90360,
          "Missing Info.plist value. A value for the key 'MinimumOSVersion' in bundle {path} is required.",
          "https://github.com/BelledonneCommunications/linphone-iphone/issues/402")
      ],
      remedy: "Set the key where {path} is built, to the deployment target of its code.",
      help: ApplePages.infoKey("MinimumOSVersion")),
    CatalogueEntry(
      "apple-minimum-os-mismatch", about: .compatibility,
      message: "The code of {path} needs version {needed} of the system, where Info.plist says {stated}.",
      sayings: [
        AppleSayings.store(
          90208,
          "Invalid Bundle. The bundle {path} does not support the minimum OS Version specified in the "
            + "Info.plist.",
          "https://github.com/elias8/libghostty/issues/127")
      ],
      remedy: "Build {path} for {stated} or raise MinimumOSVersion to {needed}, in the app as well.",
      help: ApplePages.infoKey("MinimumOSVersion")),
    CatalogueEntry(
      "apple-purpose-string-missing", about: .package,
      message:
        "{path} has the entitlement {entitlement}, but Info.plist has no {key} that tells people what for.",
      sayings: [purposeString("https://github.com/digitalfabrik/entitlementcard/issues/1219")],
      remedy: "Write {key} into Info.plist, or leave the entitlement out.",
      help: ApplePages.protectedResources),
    CatalogueEntry(
      "apple-purpose-string-for-code-missing", about: .package,
      message:
        "{codes} refers to {class}, but the Info.plist of {path} has no {key} that tells people what for.",
      sayings: [
        purposeString("https://github.com/react-native-webrtc/react-native-webrtc/issues/1765")
      ],
      remedy: "Write {key} into Info.plist, or take what refers to {class} out of the app.",
      help: ApplePages.protectedResources),
  ]

  private static func purposeString(_ source: String) -> CatalogueEntry.Saying {
    AppleSayings.store(
      90683,
      "Missing purpose string in Info.plist - Your app’s code references one or more APIs that access "
        + "sensitive user data, or the app has one or more entitlements that permit such access. The "
        + "Info.plist file for the “{path}” bundle should contain a {key} key with a user-facing purpose "
        + "string explaining clearly and completely why your app needs the data.",
      source)
  }
}
