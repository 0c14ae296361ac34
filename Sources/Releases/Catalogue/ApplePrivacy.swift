extension Catalogue {
  /// Apple: privacy manifests.
  static let applePrivacy: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-privacy-manifest-invalid", about: .package,
      message: "The privacy manifest {path} is not what it has to be: {problem}.",
      sayings: [
        AppleSayings.store(
          91056,
          "Invalid privacy manifest - The PrivacyInfo.xcprivacy file from the following path is invalid: "
            + "“{path}”.",
          "https://github.com/newrelic/newrelic-ios-agent/issues/215")
      ],
      remedy: "Correct the file in the build; of a framework of others, ask for a newer version.",
      help: ApplePages.privacyManifests),
    CatalogueEntry(
      "apple-privacy-manifest-missing", about: .package,
      message: "{path} has no privacy manifest; Apple asks {sdk} for one in apps that are new or add it.",
      sayings: [
        AppleSayings.store(
          91061,
          "Missing privacy manifest - Your app includes “{path}”, which includes {sdk}, an SDK that was identified "
            + "in the documentation as a commonly used third-party SDK. If a new app includes a commonly used "
            + "third-party SDK, or an app update adds a new commonly used third-party SDK, the SDK must include a "
            + "privacy manifest file.",
          "https://github.com/Alamofire/Alamofire/issues/3935")
      ],
      remedy: "Update {sdk} to a version that brings its manifest.",
      help: ApplePages.commonSDKs),
    CatalogueEntry(
      "apple-sdk-signature-missing", about: .package,
      message:
        "{library} came built, and without a signature of its makers ({path}); Apple asks {sdk} for one in apps that are "
        + "new or add it.",
      sayings: [
        AppleSayings.store(
          91065,
          "Missing signature - Your app includes “{library}”, which includes {sdk}, an SDK that was identified in "
            + "the documentation as a commonly used third-party SDK. If a new app includes a commonly used "
            + "third-party SDK, or an app update adds a new commonly used third-party SDK, the SDK must include a "
            + "signature file.",
          "https://github.com/fluttercommunity/plus_plugins/issues/3613")
      ],
      remedy: "Update {sdk} to a version whose XCFramework is signed, or build it from its source.",
      help: ApplePages.xcframeworks),
    CatalogueEntry(
      "apple-privacy-api-undeclared", about: .package,
      message: "{path} uses {apis}, and no privacy manifest of its bundle gives reasons for {categories}.",
      sayings: [
        AppleSayings.store(
          91053,
          "Missing API declaration - Your app’s code in the “{path}” file references one or more APIs that "
            + "require reasons, including the following API categories: {categories}.",
          "https://github.com/SvenTiigi/WhatsNewKit/issues/81")
      ],
      remedy:
        "Declare it with its reasons under NSPrivacyAccessedAPITypes in the PrivacyInfo.xcprivacy of the same bundle; "
        + "of a framework of others, ask for a newer version.",
      help: ApplePages.requiredReasons),
    CatalogueEntry(
      "apple-privacy-category-invalid", about: .package,
      message: "The privacy manifest {path} declares {categories}, which is no category of APIs.",
      sayings: [
        AppleSayings.store(
          91054,
          "Invalid API category declaration - The PrivacyInfo.xcprivacy for the “{path}” file contains "
            + "“{categories}” as the value for a NSPrivacyAccessedAPIType key, which is invalid.",
          "https://github.com/zodl-inc/zodl-ios/issues/1186")
      ],
      remedy: "Write the category as Apple's list has it, such as NSPrivacyAccessedAPICategoryUserDefaults.",
      help: ApplePages.requiredReasons),
    CatalogueEntry(
      "apple-privacy-reason-invalid", about: .package,
      message: "The privacy manifest {path} gives {reasons} for {category}, whose reasons are {known}.",
      sayings: [
        AppleSayings.store(
          91055,
          "Invalid API reason declaration - The PrivacyInfo.xcprivacy for the “{path}” file contains “{reasons}” "
            + "as the value for a NSPrivacyAccessedAPITypeReasons key instead of a valid reason code for using an "
            + "API in the {category} category.",
          "https://github.com/microsoft/appcenter-sdk-apple/issues/2543")
      ],
      remedy: "Take the reason from Apple's list that says what the API is used for.",
      help: ApplePages.requiredReasons),
  ]
}
