extension Catalogue {
  /// Apple: who signed, and whether that key may sign for where the app is going.
  static let appleIdentity: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-unsigned", about: .signature,
      message: "The app is not signed.",
      sayings: [
        AppleSayings.store(
          90035, "Invalid Signature. Code object is not signed at all.",
          "https://github.com/forcedotcom/ServiceSDK-iOS/issues/92"),
        AppleSayings.noSignature,
      ],
      remedy: "Sign it with your key and its provisioning profile.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-ad-hoc-signature", about: .signature,
      message: "Signed ad hoc, by nobody, so that no device runs it: {codes}.",
      sayings: [AppleSayings.distributionCertificate, AppleSayings.invalidSignature],
      remedy: "Sign it again with your key and its provisioning profile.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-development-certificate", about: .purpose,
      message:
        "Signed with the development certificate {certificate}, which may not sign for {distribution}.",
      sayings: [
        AppleSayings.verification, AppleSayings.submissionCertificate, AppleSayings.distributionCertificate,
        AppleSayings.oldVerification,
      ],
      remedy: "Sign with an Apple Distribution certificate and a profile that was made for it.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-distribution-certificate-for-debug", about: .purpose,
      message: "The distribution certificate {certificate} signs a debug build.",
      remedy:
        "Use a development certificate for debug builds, so that the distribution key stays where releases are "
        + "made.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-certificate-unfit", about: .purpose,
      message: "The certificate {certificate} ({kind}) is not for {use}.",
      sayings: [AppleSayings.submissionCertificate, AppleSayings.noValidSignature],
      remedy:
        "Sign with an Apple Distribution certificate, or with an Apple Development one for debug builds; apps for "
        + "macOS outside the Mac App Store, with a Developer ID Application certificate.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-certificate-expired", about: .certificate,
      message: "The certificate {certificate} expired on {notAfter}.",
      sayings: [AppleSayings.submissionCertificate, AppleSayings.identity],
      remedy: "Make a new certificate in your developer account, and a new profile that names it.",
      help: ApplePages.account),
    CatalogueEntry(
      "apple-certificate-not-yet-valid", about: .certificate,
      message: "The certificate {certificate} is valid only from {notBefore}.",
      sayings: [AppleSayings.identity],
      remedy: "Check the clock of this machine; if it is right, wait, or sign with another certificate.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-foreign-anchor", about: .certificate,
      message: "No root of Apple's vouches for {signers}: the chain ends at another root, or at none.",
      sayings: [AppleSayings.submissionCertificate, AppleSayings.noValidSignature],
      remedy: "Use certificates and profiles from your Apple developer account.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-trusted-anchor", about: .certificate,
      message:
        "Only a root that you trust for rehearsal vouches for {signers}: Apple and its devices do not.",
      sayings: [AppleSayings.submissionCertificate, AppleSayings.noValidSignature],
      remedy: "Use certificates and profiles from your Apple developer account before it goes to Apple.",
      help: ApplePages.certificates),
    CatalogueEntry(
      "apple-team-mismatch", about: .certificate,
      message: "{what} is of the team {found}, but the app's signer is of the team {expected}.",
      sayings: [
        AppleSayings.store(
          90159,
          "Invalid provisioning profile. This app contains an embedded provisioning profile that is not "
            + "associated with your account. Please use a provisioning profile associated with Team ID {expected}.",
          "https://github.com/fastlane/fastlane/issues/7988"),
        .init(
          "iOS", "mapped file does not the same team identifier as main process",
          source: "https://github.com/maciekish/iReSign/pull/90"),
      ],
      remedy: "Sign all code of the app with one key, and use profiles of that key's team.",
      help: ApplePages.profiles),
    CatalogueEntry(
      "apple-unexpected-certificate", about: .certificate,
      message: "Signed with {found}, where the certificate with {expected} was expected.",
      remedy: "Sign with the expected key, or correct the fingerprint that is expected.",
      help: ApplePages.certificates),
  ]
}
