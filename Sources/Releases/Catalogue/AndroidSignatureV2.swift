extension Catalogue {
  /// Android: checks of APK Signature Scheme v2.
  ///
  /// The names are apksig's.
  static let androidSignatureV2: [CatalogueEntry] = [
    check(
      "v2-sig-malformed-signers", "The list of signers in the v2 block is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-signer", "A signer in the v2 block is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-public-key", "The signer's public key cannot be read.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-certificate", "Certificate {certificate} of the signer cannot be read.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-signature", "A signature record of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-digest", "A digest record of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-malformed-additional-attribute", "An additional attribute of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check("v2-sig-no-signers", "The v2 block holds no signer.", AndroidSignatureRemedy.malformed),
    check("v2-sig-no-signatures", "The signer has no signature.", AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-no-supported-signatures",
      "The signer has no signature by an algorithm that Android supports.",
      AndroidSignatureRemedy.algorithm),
    check("v2-sig-no-certificates", "The signer has no certificate.", AndroidSignatureRemedy.malformed),
    remark(
      "v2-sig-unknown-sig-algorithm",
      "The signer uses the signature algorithm {algorithm}, which is not known.",
      AndroidSignatureRemedy.ignored),
    remark(
      "v2-sig-unknown-additional-attribute", "The signer has an attribute that is not known: {attribute}.",
      AndroidSignatureRemedy.ignored),
    check(
      "v2-sig-verify-exception", "The {algorithm} signature cannot be checked: {reason}.",
      AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-did-not-verify",
      "The {algorithm} signature was not made by the signer's key over what it signs.",
      AndroidSignatureRemedy.changed),
    check(
      "v2-sig-public-key-mismatch-between-certificate-and-signatures-record",
      "The key that signed is not the one in the signer's certificate.", AndroidSignatureRemedy.forged),
    check(
      "v2-sig-sig-alg-mismatch-between-signatures-and-digests-records",
      "The signer's signatures and digests name different algorithms.", AndroidSignatureRemedy.malformed),
    check(
      "v2-sig-apk-digest-did-not-verify",
      "The APK was changed after signing: its {algorithm} is {actual}, signed was {expected}.",
      AndroidSignatureRemedy.changed),
    check(
      "v2-sig-missing", "A signer of another scheme has no v2 signature.",
      "Sign it again with the same keys in all schemes."),
    check(
      "v2-sig-missing-apk-sig-referenced",
      "The v2 signer says that the APK is also signed with {scheme}, but no such signature is there.",
      AndroidSignatureRemedy.stripped),
    remark(
      "v2-sig-unknown-apk-sig-scheme-id",
      "The v2 signer names a signature scheme that is not known: {scheme}.",
      AndroidSignatureRemedy.ignored),
    check(
      "v2-sig-max-signatures-exceeded",
      "There are more than {limit} v2 signers, which is all that Android accepts.",
      "Sign it again with fewer keys."),
  ]

  /// A check that the package must pass.
  private static func check(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(
      id, about: .signature, message: message, sayings: [AndroidSayings.signature], remedy: remedy,
      help: AndroidPages.schemeV2)
  }

  /// Something that is worth knowing, and that devices and stores pass over.
  private static func remark(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(id, about: .signature, message: message, remedy: remedy, help: AndroidPages.schemeV2)
  }
}
