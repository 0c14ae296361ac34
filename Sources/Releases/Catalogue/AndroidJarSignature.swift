extension Catalogue {
  /// Android: checks of JAR signatures, which are v1 of an APK and all that a bundle has.
  ///
  /// The names are apksig's.
  static let androidJarSignature: [CatalogueEntry] = [
    check(
      "jar-sig-no-signatures", "There is no JAR signature, which the Android versions it is for look at.",
      "Sign it with v1 as well, or raise the minimum SDK to 24."),
    check(
      "jar-sig-no-manifest", "There is no META-INF/MANIFEST.MF, and so no JAR signature.",
      "Sign it: a bundle, and an APK for devices below API level 24, need a JAR signature; others do with v2 or newer."
    ),
    check(
      "jar-sig-no-signed-zip-entries", "The JAR signature covers no entry at all.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-no-signers", "The signature block {file} holds no signer.", AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-missing", "A signer of another scheme has no JAR signature.",
      "Sign it again with the same keys in all schemes."),
    remark(
      "jar-sig-missing-file", "The signature file {file} stands alone: its counterpart is missing.",
      AndroidSignatureRemedy.stripped),
    check(
      "jar-sig-missing-apk-sig-referenced",
      "{file} says that the APK is also signed with {scheme}, but no such signature is there.",
      AndroidSignatureRemedy.stripped),
    remark(
      "jar-sig-no-apk-sig-strip-protection",
      "{file} does not say that there are newer signatures, so that they could be taken away unnoticed.",
      "Sign it again, v1 together with the other schemes."),
    remark(
      "jar-sig-unknown-apk-sig-scheme-id", "{file} names a signature scheme that is not known: {scheme}.",
      AndroidSignatureRemedy.ignored),
    check(
      "jar-sig-did-not-verify", "The signature in {file} was not made by its key over the signature file.",
      AndroidSignatureRemedy.changed),
    check(
      "jar-sig-verify-exception", "The signature in {file} cannot be checked: {reason}.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-parse-exception", "{file} is no signature block that can be read: {reason}.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-malformed-certificate", "{file} holds a certificate that cannot be read: {reason}.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-unsupported-sig-alg",
      "{file} is signed with {algorithm}, which not every Android version it is for accepts.",
      "Sign it again with an RSA key of 2048 bits or more, or raise the minimum SDK."),
    check(
      "jar-sig-max-signatures-exceeded", "There are {count} JAR signatures; Android accepts {limit}.",
      "Sign it again with fewer keys."),
    check(
      "jar-sig-duplicate-zip-entry",
      "The entry {entry} is there twice, so that one could be signed and the other run.",
      AndroidSignatureRemedy.forged),
    check(
      "jar-sig-duplicate-manifest-section", "META-INF/MANIFEST.MF has two sections for {entry}.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-duplicate-sig-file-section", "{file} has two sections for {entry}.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-unnnamed-manifest-section", "Section {section} of META-INF/MANIFEST.MF names no entry.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-unnnamed-sig-file-section", "Section {section} of {file} names no entry.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-missing-version-attr-in-sig-file", "{file} does not begin with Signature-Version.",
      AndroidSignatureRemedy.malformed),
    remark(
      "jar-sig-no-manifest-digest-in-sig-file",
      "{file} has no digest of META-INF/MANIFEST.MF as a whole, which makes checking slow.",
      AndroidSignatureRemedy.ignored),
    check(
      "jar-sig-missing-zip-entry-referenced-in-manifest",
      "META-INF/MANIFEST.MF lists {entry}, but the package has no such entry.", AndroidSignatureRemedy.changed
    ),
    check(
      "jar-sig-no-zip-entry-digest-in-manifest", "META-INF/MANIFEST.MF has no digest of {entry}.",
      AndroidSignatureRemedy.changed),
    check(
      "jar-sig-no-zip-entry-digest-in-sig-file", "{file} has no digest of the section for {entry}.",
      AndroidSignatureRemedy.changed),
    check("jar-sig-zip-entry-not-signed", "The entry {entry} is not signed.", AndroidSignatureRemedy.changed),
    check(
      "jar-sig-zip-entry-signers-mismatch", "The entry {entry} is not signed by the same keys as the others.",
      "Sign it again with all keys at once."),
    check(
      "jar-sig-zip-entry-digest-did-not-verify",
      "The entry {entry} was changed after signing: its {algorithm} is {actual}, signed was {expected}.",
      AndroidSignatureRemedy.changed),
    check(
      "jar-sig-manifest-main-section-digest-did-not-verify",
      "The main section of META-INF/MANIFEST.MF was changed after signing: its {algorithm} is {actual}, in "
        + "{file} it is {expected}.", AndroidSignatureRemedy.changed),
    check(
      "jar-sig-manifest-section-digest-did-not-verify",
      "The section for {entry} in META-INF/MANIFEST.MF was changed after signing: its {algorithm} is "
        + "{actual}, in {file} it is {expected}.", AndroidSignatureRemedy.changed),
    check(
      "jar-sig-several-blocks-for-one-file",
      "{file} and another signature block are for one signature file, and readers differ in which one they take.",
      AndroidSignatureRemedy.forged),
    check(
      "jar-sig-ignored-signer",
      "The signer in {file} signs none of the entries: Android passes over it, and other tools could take it for "
        + "the app's.", AndroidSignatureRemedy.forged),
    check(
      "jar-sig-file-name-case",
      "{file} is a signature file to some versions of Android and not to others, for it is not in upper case.",
      AndroidSignatureRemedy.forged),
    check(
      "jar-sig-repeated-attribute",
      "{file} has the attribute {field} twice in one section, and readers differ in which one they take.",
      AndroidSignatureRemedy.forged),
    check(
      "jar-sig-name-not-first",
      "Section {section} of {file} does not begin with the name of its entry, which Android refuses.",
      AndroidSignatureRemedy.malformed),
    check(
      "jar-sig-nul-in-file", "{file} has a NUL in it, which Android refuses.",
      AndroidSignatureRemedy.malformed),
    remark(
      "jar-sig-unprotected-zip-entry", "The entry {entry} lies in META-INF/, where no signature covers it.",
      "Move the file out of META-INF/, or drop it, and sign again."),
  ]

  /// A check that the package must pass.
  private static func check(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(
      id, about: .signature, message: message, sayings: [AndroidSayings.signature], remedy: remedy,
      help: AndroidPages.schemes)
  }

  /// Something that is worth knowing, and that devices and stores pass over.
  private static func remark(_ id: String, _ message: String, _ remedy: String) -> CatalogueEntry {
    CatalogueEntry(id, about: .signature, message: message, remedy: remedy, help: AndroidPages.schemes)
  }
}
