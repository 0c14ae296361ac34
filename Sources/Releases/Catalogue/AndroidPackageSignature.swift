extension Catalogue {
  /// Android: what the manifest asks of signatures, what whole files are checked for, and where Slipway is
  /// stricter than the platform.
  ///
  /// The names of the first ones are apksig's.
  static let androidPackageSignature: [CatalogueEntry] = [
    entry(
      "min-sig-scheme-for-target-sdk-not-met",
      "An app that targets API level {targetSdk} needs a v2 or v3 signature; devices with Android 11 and "
        + "later refuse it without.",
      "Sign it with v2 and v3: leave --schemes out, or name them too.", AndroidPages.schemes),
    entry(
      "no-sig-for-target-sandbox-version",
      "The manifest asks for sandbox version {targetSandboxVersion}, which takes a v2 signature or newer.",
      "Sign it with v2 and v3, or drop android:targetSandboxVersion.", AndroidPages.manifestElement),
    entry(
      "apk-sig-block-unknown-entry-id", "The APK Signing Block has an entry that is not known: {attribute}.",
      AndroidSignatureRemedy.ignored, AndroidPages.schemeV2),
    entry(
      "zip-bytes-before-first-entry",
      "There are {count} bytes before the first ZIP entry, which a v1 signature does not cover and a device "
        + "may run (CVE-2017-13156).",
      AndroidSignatureRemedy.forged, AndroidPages.schemes),
    entry(
      "zip-duplicate-entry",
      "The entry {entry} is there twice: one could be verified and the other run (CVE-2013-4787).",
      AndroidSignatureRemedy.forged, AndroidPages.schemes),
    entry(
      "zip-local-header-disagrees",
      "The entry {entry} is described differently in its local header and in the central directory, so that "
        + "readers could see different files.",
      AndroidSignatureRemedy.forged, AndroidPages.schemes),
    entry(
      "signing-block-several-of-one-scheme",
      "The APK Signing Block holds several blocks of {scheme}, and readers differ in which one they take.",
      AndroidSignatureRemedy.forged, AndroidPages.schemeV2),
  ]

  private static func entry(_ id: String, _ message: String, _ remedy: String, _ help: String)
    -> CatalogueEntry
  {
    CatalogueEntry(
      id, about: .signature, message: message,
      sayings: [AndroidSayings.signature], remedy: remedy, help: help)
  }
}
