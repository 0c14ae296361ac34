extension Catalogue {
  /// Android: who signed, and whether that key may sign for where the artifact is going.
  static let androidIdentity: [CatalogueEntry] = [
    CatalogueEntry(
      "android-debug-certificate", about: .purpose,
      message:
        "Signed with an Android debug certificate ({certificate}), which may not sign for {distribution}.",
      sayings: [
        AndroidSayings.debugMode,
        .init(
          "Android Market", "Market does not accept apks signed with the debug certificate.",
          source: AndroidSayings.marketPage),
      ],
      remedy:
        "Sign with your release key; if that key's own certificate was made with CN=Android Debug, make a new "
        + "key with a subject of your own.",
      help: AndroidPages.signing),
    CatalogueEntry(
      "android-test-certificate", about: .purpose,
      message:
        "Signed with the {name} certificate, whose private key is public, so it may not sign for "
        + "{distribution}.",
      sayings: [AndroidSayings.debugMode],
      remedy: "Sign with your own release key; anybody can sign an update with this one.",
      help: AndroidPages.testKeys),
    CatalogueEntry(
      "android-distribution-key-for-debug", about: .purpose,
      message: "The distribution key {certificate} signs a debug build.",
      remedy: "Use a debug key for debug builds, so that the release key stays where releases are made.",
      help: AndroidPages.signing),
    CatalogueEntry(
      "android-certificate-expired", about: .certificate,
      message: "The certificate {certificate} expired on {notAfter}.",
      sayings: [AndroidSayings.expiry],
      remedy: "Sign with a key whose certificate is valid; an app that is already out needs its old key or a "
        + "reset of its upload key in Play Console.",
      help: AndroidPages.playAppSigning),
    CatalogueEntry(
      "android-certificate-not-yet-valid", about: .certificate,
      message: "The certificate {certificate} is valid only from {notBefore}.",
      remedy:
        "Check the clock of this machine and of the one that made the key; if both are right, wait or make a "
        + "new key.",
      help: AndroidPages.signing),
    CatalogueEntry(
      "android-certificate-expires-too-soon", about: .certificate,
      message:
        "The certificate {certificate} ends on {notAfter}; Google Play asks for one that is valid after "
        + "{deadline}.",
      sayings: [
        AndroidSayings.expiry,
        .init(
          "Android Market",
          "Market requires that the certificate used to sign the apk be valid until at least October 22, 2033.",
          source: AndroidSayings.marketPage),
      ],
      remedy: "Make a signing key whose certificate is valid for 25 years or more.",
      help: AndroidPages.signing + "#considerations"),
    CatalogueEntry(
      "android-unexpected-certificate", about: .certificate,
      message: "Signed with {found}, where the certificate with {expected} was expected.",
      sayings: [
        .init(
          "Google Play",
          "Your Android App Bundle is signed with the wrong key. Ensure that your App Bundle is signed with "
            + "the correct signing key and try again.",
          source: "https://github.com/pwa-builder/PWABuilder/issues/2020"),
        .init(
          "Google Play Developer API", "The Android App Bundle was signed with the wrong key.",
          source: "https://github.com/expo/eas-cli/issues/2246"),
        .init(
          "Google Play, for APKs", "APK has not been signed with the upload certificate.",
          source: "https://github.com/fastlane/fastlane/issues/16361"),
        .init(
          "Google Play, for APKs without Play App Signing",
          "APK has been signed with a different certificate to previous APKs.",
          source: "https://github.com/fastlane/fastlane/issues/8639"),
      ],
      remedy: "Sign with the key whose certificate has the expected fingerprint, or correct the expectation.",
      help: AndroidPages.playAppSigning),
    CatalogueEntry(
      "android-unsigned", about: .signature,
      message: "This {package} is not signed at all.",
      sayings: [
        AndroidSayings.signature,
        .init(
          "Android", "INSTALL_PARSE_FAILED_NO_CERTIFICATES",
          source: "https://github.com/koreader/koreader/issues/6053"),
      ],
      remedy: "Sign it with your release key: slipway sign, or slipway run for a whole pipeline.",
      help: AndroidPages.signing),
  ]
}
