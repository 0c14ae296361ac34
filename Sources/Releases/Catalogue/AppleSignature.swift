extension Catalogue {
  /// Apple: signatures that do not hold.
  ///
  /// Where they are says which code or bundle is meant.
  static let appleSignature: [CatalogueEntry] = [
    flaw(
      "apple-signature-malformed", "The signature is not what a code signature has to be: {detail}.",
      [AppleSayings.distributionCertificate, AppleSayings.invalidSignature], AppleSignatureRemedy.malformed),
    flaw(
      "apple-signature-invalid", "The signature does not hold: its signer did not sign this.",
      [AppleSayings.distributionCertificate, AppleSayings.noValidSignature]),
    flaw(
      "apple-code-directory-mismatch",
      "The CodeDirectory is not the one that was signed, or not of this code: {detail}.",
      [AppleSayings.submissionCertificate, AppleSayings.noValidSignature]),
    flaw(
      "apple-code-page-altered",
      "The code was changed after it was signed: {count} of its pages, the first of them at byte {start}.",
      [AppleSayings.distributionCertificate, AppleSayings.invalidSignature]),
    flaw(
      "apple-info-plist-altered", "Info.plist was changed after the bundle was signed.",
      [
        AppleSayings.store(
          90035, "Invalid Signature. Invalid Info.plist (plist or signature have been modified).",
          "https://github.com/fastlane/fastlane/issues/1322"),
        AppleSayings.resource,
      ]),
    flaw(
      "apple-requirement-altered", "The requirements were changed after the code was signed.",
      [AppleSayings.distributionCertificate, AppleSayings.invalidSignature],
      page: ApplePages.requirements),
    flaw(
      "apple-entitlements-altered", "The entitlements were changed after the code was signed.",
      [AppleSayings.distributionCertificate, AppleSayings.entitlements]),
    flaw("apple-resources-altered", "{path} was changed after the bundle around it was signed.", sealed),
    flaw("apple-resource-added", "{path} was added after the bundle around it was signed.", sealed),
    flaw("apple-resource-missing", "{path} was taken away after the bundle around it was signed.", sealed),
    flaw(
      "apple-bundle-not-sealed",
      "The bundle is signed, but its resources are not sealed: it has no CodeResources.",
      sealed, AppleSignatureRemedy.again),
    flaw(
      "apple-nested-code-mismatch",
      "{path} is not the code that the bundle around it was sealed with: {detail}.", sealed,
      AppleSignatureRemedy.again),
    flaw(
      "apple-nested-code-unsigned", "This code in the app is not signed.",
      [
        AppleSayings.store(
          90035,
          "Invalid Signature. Code object is not signed at all.",
          "https://github.com/forcedotcom/ServiceSDK-iOS/issues/92"),
        AppleSayings.device(
          "0xe800801c", "Code not signed", "https://github.com/nanonation/floatsign/issues/8"),
      ], AppleSignatureRemedy.again),
  ]

  private static let sealed = [AppleSayings.sealedResource, AppleSayings.resource]

  private static func flaw(
    _ id: String, _ message: String, _ sayings: [CatalogueEntry.Saying],
    _ remedy: String = AppleSignatureRemedy.changed, page: String = ApplePages.hashes
  ) -> CatalogueEntry {
    CatalogueEntry(id, about: .signature, message: message, sayings: sayings, remedy: remedy, help: page)
  }
}

/// What to do about signatures that do not hold.
enum AppleSignatureRemedy {
  static let changed = "Sign it again after the last change: nothing may touch an app once it is signed."
  static let malformed = "Sign it again; if it came signed like this, ask its makers with which tool."
  static let again = "Sign the whole app again: Slipway signs all code in it, from the inside out."
}
