extension Catalogue {
  /// Apple: the debug symbols beside an app that Xcode archived.
  static let appleSymbols: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-symbols-missing", about: .package,
      message:
        "No dSYM in the archive is of {path} ({uuids}), so its crash reports show addresses in place of names.",
      sayings: [
        CatalogueEntry.Saying(
          "Xcode",
          "The archive did not include a dSYM for the {name} with the UUIDs [{uuids}]. Ensure that the archive's "
            + "dSYM folder includes a DWARF file for {name} with the expected UUIDs.",
          source: "https://github.com/50ButtonsEach/flic2lib-ios/issues/35")
      ],
      remedy:
        "Build it with DEBUG_INFORMATION_FORMAT set to dwarf-with-dsym; ask the makers of a framework for its dSYM.",
      help: debuggingInformation),
    CatalogueEntry(
      "apple-symbols-foreign", about: .package,
      message: "{symbols} is of no code in the app: it is from another build, or holds nothing.",
      remedy: "Clean the build folder and archive the app again.",
      help: debuggingInformation),
  ]

  private static let debuggingInformation =
    "https://developer.apple.com/documentation/xcode/building-your-app-to-include-debugging-information"
}
