extension Catalogue {
  /// Apple: entitlements, and the form of the signature that holds them.
  static let appleEntitlements: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-get-task-allow", about: .purpose,
      message: "{path} has get-task-allow: anyone with the device can attach a debugger to it.",
      sayings: [
        notAllowed("https://github.com/airsdk/Adobe-Runtime-Support/issues/137"), AppleSayings.entitlements,
      ],
      remedy: "Sign with a distribution profile, whose entitlements leave get-task-allow out.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-entitlement-not-in-profile", about: .signature,
      message:
        "{path} asks for {key} with {value}, which the provisioning profile {profile} does not grant.",
      sayings: [
        notAllowed("https://github.com/airsdk/Adobe-Runtime-Support/issues/137"), AppleSayings.entitlements,
        AppleSayings.oldVerification,
      ],
      remedy:
        "Enable the capability for this bundle id in your developer account and make the profile anew, or leave "
        + "the entitlement out.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-wildcard-entitlement", about: .signature,
      message:
        "{path} has the entitlement {key} with {value}, as profiles have it, in place of a real value.",
      sayings: [
        AppleSayings.store(
          90046,
          "Invalid Code Signing Entitlements. Your application bundle's signature contains code signing "
            + "entitlements that are not supported on iOS. Specifically, value '{value}' for key '{key}' in "
            + "'{path}' is not supported.",
          "https://github.com/fastlane/fastlane/issues/768")
      ],
      remedy: "Sign with entitlements of the app's own, which name what it uses, in place of the profile's.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-application-identifier", about: .signature,
      message: "The entitlement application-identifier of {path} is {found}; it has to be {expected}.",
      sayings: [
        AppleSayings.store(
          90075,
          "This bundle is invalid. The application-identifier entitlement is missing; it should contain your "
            + "10-character Apple Developer ID, followed by a dot, followed by your bundle identifier.",
          "https://github.com/dotnet/macios/issues/19243"),
        AppleSayings.entitlements,
      ],
      remedy: "Sign it again: Slipway writes the entitlement from the profile and the bundle id.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-entitlements-lost", about: .signature,
      message:
        "{identifier} carries no entitlements, and its provisioning profile grants {granted}: an archive that was "
        + "built without signing has lost them.",
      sayings: [AppleSayings.entitlements],
      remedy:
        "Name the entitlements under sign: entitlements:, or with --entitlements: the project's .entitlements file, or "
        + "profile to take what the profile grants.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-entitlement-variable", about: .signature,
      message: "The entitlement {key} is {value}, in which a variable is left that only Xcode fills in.",
      sayings: [AppleSayings.entitlements],
      remedy: "Write the value itself into the entitlements file.",
      help: ApplePages.entitlements),
    CatalogueEntry(
      "apple-entitlements-disagree", about: .signature,
      message: "The signature of {path} has its entitlements twice, as XML and in DER, and they differ.",
      sayings: [AppleSayings.entitlements],
      remedy: AppleSignatureRemedy.malformed,
      help: ApplePages.signatureFormat),
    CatalogueEntry(
      "apple-no-der-entitlements", about: .signature,
      message: "The signature of {path} has no entitlements in DER, so iOS 15 and later do not start it.",
      sayings: [AppleSayings.version],
      remedy: "Sign it again: Slipway writes both forms.",
      help: ApplePages.signatureFormat),
    CatalogueEntry(
      "apple-code-directory-outdated", about: .signature,
      message:
        "Signatures that are older than iOS asks for: {count} in all, that of {path} with version {version} in place of "
        + "0x20400.",
      sayings: [AppleSayings.version],
      remedy: "Sign it again: Slipway writes the current version.",
      help: ApplePages.signatureFormat),
    CatalogueEntry(
      "apple-code-identifier", about: .signature,
      message: "The signature of {path} is for {found}, but its bundle id is {expected}.",
      sayings: [
        AppleSayings.store(
          90334,
          "Invalid Code Signature Identifier. The identifier \"{found}\" in your code signature for \"{path}\" "
            + "must match its Bundle Identifier \"{expected}\"",
          "https://github.com/sindresorhus/LaunchAtLogin-Legacy/issues/47"),
        .init(
          "iOS", "This application’s bundle identifier does not match its code signing identifier.",
          source: "https://github.com/louisdh/openterm/issues/140"),
      ],
      remedy: "Sign it again after the last change of the bundle id.",
      help: ApplePages.requirements),
  ]

  private static func notAllowed(_ source: String) -> CatalogueEntry.Saying {
    AppleSayings.store(
      90164,
      "Invalid Code Signing Entitlements. The entitlements in your app bundle signature do not match the ones "
        + "that are contained in the provisioning profile. According to the provisioning profile, the bundle "
        + "contains a key value that is not allowed: '{value}' for the key '{key}' in '{path}'",
      source)
  }
}
