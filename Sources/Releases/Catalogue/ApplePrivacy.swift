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
      "apple-privacy-api-undeclared", about: .package,
      message: "{path} uses APIs whose reasons no privacy manifest gives: {categories}.",
      sayings: [
        AppleSayings.store(
          91053,
          "Missing API declaration - Your app’s code in the “{path}” file references one or more APIs that "
            + "require reasons, including the following API categories: {categories}.",
          "https://github.com/SvenTiigi/WhatsNewKit/issues/81")
      ],
      remedy: "Declare the categories with their reasons under NSPrivacyAccessedAPITypes of its manifest.",
      help: ApplePages.requiredReasons),
  ]
}
