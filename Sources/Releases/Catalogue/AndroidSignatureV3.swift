extension Catalogue {
  /// Android: checks of APK Signature Scheme v3 and of v3.1, which is v3 for a new key.
  ///
  /// The names are apksig's.
  static let androidSignatureV3: [CatalogueEntry] = [
    check(
      "v3-sig-malformed-signers", "The list of signers in the v3 block is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-signer", "A signer in the v3 block is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-public-key", "The signer's public key cannot be read.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-certificate", "Certificate {certificate} of the signer cannot be read.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-signature", "A signature record of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-digest", "A digest record of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-additional-attribute", "An additional attribute of the signer is malformed.",
      AndroidSignatureRemedy.malformed),
    check("v3-sig-no-signers", "The v3 block holds no signer.", AndroidSignatureRemedy.malformed),
    check("v3-sig-no-signatures", "The signer has no signature.", AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-no-supported-signatures",
      "The signer has no signature by an algorithm that Android supports.",
      AndroidSignatureRemedy.algorithm),
    check("v3-sig-no-certificates", "The signer has no certificate.", AndroidSignatureRemedy.malformed),
    remark(
      "v3-sig-unknown-sig-algorithm",
      "The signer uses the signature algorithm {algorithm}, which is not known.",
      AndroidSignatureRemedy.ignored),
    remark(
      "v3-sig-unknown-additional-attribute", "The signer has an attribute that is not known: {attribute}.",
      AndroidSignatureRemedy.ignored),
    check(
      "v3-sig-verify-exception", "The {algorithm} signature cannot be checked: {reason}.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-did-not-verify",
      "The {algorithm} signature was not made by the signer's key over what it signs.",
      AndroidSignatureRemedy.changed),
    check(
      "v3-sig-public-key-mismatch-between-certificate-and-signatures-record",
      "The key that signed is not the one in the signer's certificate.", AndroidSignatureRemedy.forged),
    check(
      "v3-sig-sig-alg-mismatch-between-signatures-and-digests-records",
      "The signer's signatures and digests name different algorithms.", AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-apk-digest-did-not-verify",
      "The APK was changed after signing: its {algorithm} is {actual}, signed was {expected}.",
      AndroidSignatureRemedy.changed),
    check(
      "v3-sig-multiple-signers", "Several v3 signers claim the same Android version.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-multiple-past-signers",
      "There are several v1 or v2 signers beside a v3 signer, which may have one predecessor only.",
      "Sign it again with one key."),
    check(
      "v3-sig-past-signers-mismatch",
      "The v3 signer is not the one of v1 or v2, and no lineage joins them.",
      "Sign it again with the same key in all schemes, or give the lineage of the rotation."),
    check(
      "v3-sig-invalid-sdk-versions",
      "The v3 signer is for API levels {minSdk} to {maxSdk}, which is no range.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-min-sdk-version-mismatch-between-signer-and-signed-data-record",
      "The v3 signer gives two minimum API levels, and only one of them is signed.",
      AndroidSignatureRemedy.forged),
    check(
      "v3-max-sdk-version-mismatch-between-signer-and-signed-data-record",
      "The v3 signer gives two maximum API levels, and only one of them is signed.",
      AndroidSignatureRemedy.forged),
    check(
      "v3-inconsistent-sdk-versions", "The v3 signers leave a gap in the API levels between them.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-missing-sdk-versions",
      "The v3 signers cover API levels {minSdk} to {maxSdk} only, which is not all that the APK is for.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-malformed-lineage", "The lineage of the v3 signer's key cannot be read.",
      AndroidSignatureRemedy.malformed),
    check(
      "v3-sig-por-did-not-verify",
      "A link in the lineage of the v3 signer's key is not signed by the key before it.",
      AndroidSignatureRemedy.forged),
    check(
      "v3-sig-por-cert-mismatch", "The v3 signer's certificate is not the last one of its lineage.",
      "Sign it again with the newest key of the lineage."),
    check(
      "v3-inconsistent-lineages", "The v3 signers have lineages that are not parts of one.",
      "Sign it again with one lineage."),
    check(
      "v31-block-missing",
      "The v3 signer says that newer Android versions have a v3.1 signature, but none is there.",
      AndroidSignatureRemedy.stripped),
    check(
      "v31-block-found-without-v3-block",
      "There is a v3.1 signature without the v3 signature that belongs to it.",
      AndroidSignatureRemedy.stripped),
    check(
      "v31-rotation-min-sdk-attr-missing",
      "The v3 signer does not say from which API level the v3.1 signature holds, so that it could be "
        + "taken away unnoticed.",
      "Sign it again, v3.1 together with v3."),
    check(
      "v31-rotation-min-sdk-mismatch",
      "The v3 and v3.1 signers disagree on the API level from which the new key holds.",
      AndroidSignatureRemedy.malformed),
  ]

  /// A check that the package must pass.
  private static func check(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(
      id, about: .signature, message: message, sayings: [AndroidSayings.signature], remedy: remedy,
      help: AndroidPages.schemeV3)
  }

  /// Something that is worth knowing, and that devices and stores pass over.
  private static func remark(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(id, about: .signature, message: message, remedy: remedy, help: AndroidPages.schemeV3)
  }
}
