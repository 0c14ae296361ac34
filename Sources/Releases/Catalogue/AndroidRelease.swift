extension Catalogue {
  /// Android: whether the app is a release, and the one that was expected.
  static let androidRelease: [CatalogueEntry] = [
    CatalogueEntry(
      "debuggable", about: .purpose,
      message: "{application} is debuggable: anyone with the device can read its data and run code in it.",
      sayings: [
        .init(
          "Google Play",
          "You uploaded a debuggable APK. For security reasons you need to disable debugging before it can "
            + "be published in Google Play.",
          source: "https://github.com/phonegap/build/issues/436"),
        .init(
          "Google Play Developer API", "APK is marked as debuggable.",
          source: "https://github.com/fastlane/fastlane/issues/8651"),
      ],
      remedy: "Build the release variant, and leave android:debuggable out of the manifest.",
      help: AndroidPages.applicationElement + "#debug"),
    CatalogueEntry(
      "test-only", about: .purpose,
      message:
        "{application} is marked android:testOnly: devices install it only from a developer's computer.",
      sayings: [
        .init(
          "Google Play", "You cannot upload a test-only APK",
          source: "https://github.com/googlesamples/android-testdpc/issues/32"),
        .init(
          "Android", "INSTALL_FAILED_TEST_ONLY",
          source: "https://github.com/googlesamples/android-testdpc/issues/32"),
      ],
      remedy: "Build with the build system instead of the IDE's Run button, which sets android:testOnly.",
      help: AndroidPages.applicationElement + "#testOnly"),
    CatalogueEntry(
      "manifest-attribute-unresolved", about: .application,
      message: "{attribute} is the resource {resource}, so that what it says depends on the device.",
      remedy: "Write {attribute} into the manifest as a plain value, or leave it out.",
      help: AndroidPages.applicationElement),
    CatalogueEntry(
      "preview-sdk", about: .compatibility,
      message: "Built against a preview SDK (codename {codename}): released devices refuse it.",
      sayings: [
        .init(
          "Android", "INSTALL_FAILED_OLDER_SDK", source: "https://github.com/google/iosched/issues/145")
      ],
      remedy: "Build against a released SDK: set the target and minimum SDK to numbers.",
      help: AndroidPages.usesSDK),
    CatalogueEntry(
      "android-unexpected-application", about: .application,
      message: "The application id is {found}, where {expected} was expected.",
      remedy: "Check that the payload is the right app and variant, or correct application: in the pipeline.",
      help: AndroidPages.applicationID),
    CatalogueEntry(
      "android-unexpected-version", about: .application,
      message: "The version name is {found}, where {expected} was expected.",
      remedy:
        "Rebuild with the version name that was asked for, or correct expect: version: in the pipeline.",
      help: AndroidPages.versioning),
    CatalogueEntry(
      "android-unexpected-build", about: .application,
      message: "The version code is {found}, where {expected} was expected.",
      remedy: "Rebuild with the version code that was asked for, or correct expect: build: in the pipeline.",
      help: AndroidPages.versioning),
  ]
}
