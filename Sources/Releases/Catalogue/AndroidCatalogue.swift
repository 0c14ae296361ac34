extension Catalogue {
  /// Everything about Android packages, in the order in which the documentation lists it.
  ///
  /// Ids that other platforms could have too begin with `android-`.
  static let android: [CatalogueEntry] =
    androidIdentity + androidRelease + androidCompatibility + androidGooglePlay + androidPackageSignature
    + androidContainer + androidJarSignature + androidSignatureV2 + androidSignatureV3
}
