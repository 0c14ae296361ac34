extension Catalogue {
  /// Everything about apps for Apple's platforms, in the order in which the documentation lists it.
  static let apple: [CatalogueEntry] =
    appleIdentity + appleProfile + appleEntitlements + appleApplication + appleIcons + appleCode
    + applePrivacy + appleSymbols + appleSignature
}
