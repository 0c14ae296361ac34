extension Catalogue {
  /// Android: who signed, and whether that key may sign for where the artifact is going.
  static let androidIdentity: [CatalogueEntry] = [
    CatalogueEntry(
      "android-debug-certificate", about: .purpose,
      message:
        "Signed with an Android debug certificate ({certificate}), which may not sign for {distribution}.",
      sayings: [
        AndroidSayings.debugMode,
        .init("Android Market", "Market does not accept apks signed with the debug certificate"),
      ],
      remedy:
        "Sign with your release key: name it under sign: key:, and if its certificate was itself made with "
        + "CN=Android Debug, make a new key with a subject of your own.",
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
      remedy: "Use a debug key for debug targets, so that the release key stays where releases are made.",
      help: AndroidPages.signing),
    CatalogueEntry(
      "android-certificate-expired", about: .certificate,
      message: "The certificate {certificate} expired on {notAfter}.",
      sayings: [AndroidSayings.expiry],
      remedy: "Sign with a key whose certificate is valid; an app that is already out needs its old key or a "
        + "reset of its upload key in Play Console.",
      help: AndroidPages.signing),
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
      sayings: [AndroidSayings.expiry],
      remedy: "Make a signing key whose certificate is valid for 25 years or more.",
      help: AndroidPages.signing),
    CatalogueEntry(
      "android-unexpected-certificate", about: .certificate,
      message: "Signed with {certificate}, fingerprint {found}, where {expected} was expected.",
      sayings: [
        .init(
          "Google Play",
          "Your Android App Bundle is signed with the wrong key. Ensure that your App Bundle is signed with "
            + "the correct signing key and try again."),
        .init("Google Play, for APKs", "APK has been signed with a different certificate to previous APKs."),
      ],
      remedy: "Sign with the key whose certificate has the expected fingerprint, or correct the expectation.",
      help: AndroidPages.playAppSigning),
    CatalogueEntry(
      "android-unsigned", about: .signature,
      message: "The {format} is not signed at all.",
      sayings: [AndroidSayings.signature],
      remedy: "Sign it: slipway sign, or a sign: in its target.",
      help: AndroidPages.signing),
  ]
}
