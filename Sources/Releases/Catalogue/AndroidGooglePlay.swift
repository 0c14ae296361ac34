extension Catalogue {
  /// Android: the rules that Google Play has made for what is uploaded to it.
  static let androidGooglePlay: [CatalogueEntry] = [
    CatalogueEntry(
      "target-api-level-low", about: .compatibility,
      message:
        "The app targets API level {target}; since {since} Google Play asks {device} for {required}.",
      sayings: [
        .init(
          "Google Play",
          "Your app currently targets API level {target} and must target at least API level {required}.",
          source: "https://github.com/mozilla-mobile/reference-browser/issues/1365")
      ],
      remedy: "Raise targetSdk to {required} and test the app on that version of Android.",
      help: AndroidPages.targetSDK),
    CatalogueEntry(
      "no-64-bit-code", about: .compatibility,
      message: "There is native code for {present}, but none for {missing}.",
      sayings: [
        .init(
          "Google Play",
          "This release is not compliant with the Google Play 64-bit requirement. The following APKs or app "
            + "bundles are available to 64-bit devices, but they only have 32-bit native code",
          source: "https://github.com/googlecreativelab/justaline-android/issues/10")
      ],
      remedy: "Build the native libraries for {missing} too, or leave {present} out.",
      help: AndroidPages.sixtyFourBit),
    CatalogueEntry(
      "app-bundle-needed", about: .package,
      message: "This is an APK; Google Play takes new apps as Android App Bundles only.",
      sayings: [
        .init(
          "Google Play Developer API", "APKs are not allowed for this application.",
          source: "https://github.com/fastlane/fastlane/issues/19831")
      ],
      remedy: "Build a bundle (bundleRelease) and release the .aab.",
      help: AndroidPages.bundles),
    CatalogueEntry(
      "app-bundle-not-installable", about: .package,
      message: "This is an Android App Bundle, which no device installs as it is.",
      remedy: "Build an APK (assembleRelease) for installation outside a store.",
      help: AndroidPages.bundles),
    CatalogueEntry(
      "download-too-large", about: .size,
      message: "The download of {part} is about {size}; Google Play's limit is {limit}.",
      sayings: [
        .init(
          "Google Play",
          "Your App Bundle contains the following configurations where the initial install would exceed the "
            + "maximum size of {limit}",
          source: "https://github.com/airsdk/Adobe-Runtime-Support/issues/2968")
      ],
      remedy:
        "Move assets to asset packs or features to modules that are delivered on demand, or shrink them.",
      help: AndroidPages.sizes),
  ]
}
