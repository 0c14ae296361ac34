extension Catalogue {
  /// Android: what the manifest asks of signatures.
  ///
  /// The names are apksig's.
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
  ]

  private static func entry(_ id: String, _ message: String, _ remedy: String, _ help: String)
    -> CatalogueEntry
  {
    CatalogueEntry(
      id, about: .signature, message: message,
      sayings: [AndroidSayings.signature], remedy: remedy, help: help)
  }
}
