extension Catalogue {
  /// Apple: the provisioning profiles in the app.
  static let appleProfile: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-profile-missing", about: .certificate,
      message: "{path} has no provisioning profile (embedded.mobileprovision).",
      sayings: [
        AppleSayings.store(
          90174,
          "Missing Provisioning Profile - Apps must contain a provisioning profile in a file named "
            + "embedded.mobileprovision.",
          "https://github.com/microsoft/app-store-vsts-extension/issues/118"),
        AppleSayings.noProfile, AppleSayings.integrity,
      ],
      remedy: "Sign with a profile for its bundle id; apps in the app and extensions need one each.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-development-profile", about: .purpose,
      message: "{profile} is a development profile, but {distribution} needs {needed}.",
      sayings: [
        AppleSayings.distributionProfile, AppleSayings.submissionCertificate, AppleSayings.verification,
      ],
      remedy: "Make {needed} for this bundle id in your developer account, and sign with it.",
      help: ApplePages.account),
    CatalogueEntry(
      "apple-profile-kind", about: .purpose,
      message: "{profile} is {kind}, but {distribution} needs {needed}.",
      sayings: [AppleSayings.distributionProfile, AppleSayings.noProfile],
      remedy: "Make {needed} for this bundle id in your developer account, and sign with it.",
      help: ApplePages.account),
    CatalogueEntry(
      "apple-profile-expired", about: .certificate,
      message: "The provisioning profile {profile} expired on {expires}.",
      sayings: [AppleSayings.profileSignature, AppleSayings.integrity],
      remedy: "Renew the profile in your developer account, and sign with the new one.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-profile-signer-expired", about: .certificate,
      message:
        "The certificate with which Apple signed the provisioning profile {profile} expired on {notAfter}.",
      sayings: [AppleSayings.profileSignature],
      remedy: "Make the profile anew in your developer account, which signs it with a current certificate.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-profile-signature-invalid", about: .signature,
      message: "The signature over the provisioning profile {profile} does not hold.",
      sayings: [AppleSayings.profileSignature, AppleSayings.noProfile],
      remedy: "Download the profile again from your developer account: it was changed or damaged.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-certificate-not-in-profile", about: .certificate,
      message: "{path} is signed with {certificate}, which the provisioning profile {profile} does not name.",
      sayings: [
        AppleSayings.store(
          90179,
          "Invalid Code Signing. The executable '{path}' must be signed with the certificate that is contained "
            + "in the provisioning profile.",
          "https://github.com/RichardBronosky/ota-tools/issues/20"),
        AppleSayings.noProfile,
      ],
      remedy: "Add the certificate to the profile in your developer account, or sign with one that it names.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-profile-not-for-bundle", about: .certificate,
      message: "The provisioning profile {profile} is for {identifier}, not for {bundle}.",
      sayings: [
        AppleSayings.store(
          90164,
          "Invalid Code Signing Entitlements. The entitlements in your app bundle signature do not match the "
            + "ones that are contained in the provisioning profile. According to the provisioning profile, the "
            + "bundle contains a key value that is not allowed: '{bundle}' for the key 'application-identifier'",
          "https://github.com/fastlane/fastlane/issues/1322"),
        AppleSayings.noProfile,
      ],
      remedy: "Sign with a profile for {bundle}, or correct the bundle id.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-profile-platform", about: .certificate,
      message: "The provisioning profile {profile} is for {platforms}, and {path} is for {platform}.",
      sayings: [
        AppleSayings.noProfile,
        CatalogueEntry.Saying(
          "Xcode",
          "Provisioning profile \"{profile}\" has platforms \"{platforms}\", which does not match the current "
            + "platform \"{platform}\".",
          source: "https://github.com/expo/eas-cli/issues/2795"),
      ],
      remedy: "Make a profile for {platform} and this bundle id in your developer account, and sign with it.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-device-not-in-profile", about: .compatibility,
      message: "The device {device} is not among the {count} of the provisioning profile {profile}.",
      sayings: [
        AppleSayings.device(
          "0xe8008012", "This provisioning profile cannot be installed on this device.",
          "https://github.com/Naituw/IPAPatch/issues/95"),
        AppleSayings.noProfile,
      ],
      remedy: "Register the device in your developer account, make the profile anew, and sign again.",
      help: ApplePages.account),
  ]
}
