extension Catalogue {
  /// Android: whether devices can install and run the package.
  static let androidCompatibility: [CatalogueEntry] = [
    CatalogueEntry(
      "resource-table-compressed", about: .package,
      message:
        "resources.arsc is compressed, so Android 11 and later refuse this app, which targets API level "
        + "{target}.",
      sayings: [AndroidSayings.resourceTable],
      remedy:
        "Leave the packaging to the build tools, or store resources.arsc without compression before signing.",
      help: AndroidPages.android11),
    CatalogueEntry(
      "resource-table-misaligned", about: .package,
      message:
        "resources.arsc begins at byte {offset}, which is no multiple of 4, so Android 11 and later refuse "
        + "this app, which targets API level {target}.",
      sayings: [AndroidSayings.resourceTable],
      remedy: "Sign it again and let Slipway align it: alignment 16384, the default, in place of preserve.",
      help: AndroidPages.zipalign),
    CatalogueEntry(
      "native-library-compressed", about: .package,
      message:
        "{library} is compressed, but the manifest says android:extractNativeLibs=\"false\": the app will "
        + "not install.",
      sayings: [AndroidSayings.libraries],
      remedy:
        "Store native libraries without compression, or set useLegacyPackaging so that they are extracted.",
      help: AndroidPages.applicationElement + "#extractNativeLibs"),
    CatalogueEntry(
      "native-library-misaligned", about: .package,
      message:
        "{library} begins at byte {offset}, which is no page boundary, so devices cannot load it from the "
        + "APK.",
      sayings: [AndroidSayings.libraries],
      remedy: "Sign it again and let Slipway align it: alignment 16384, the default, in place of preserve.",
      help: AndroidPages.zipalign),
    CatalogueEntry(
      "native-libraries-stored-but-extracted", about: .size,
      message:
        "{count} native libraries are stored uncompressed, and still extracted at installation, so they "
        + "take their size twice.",
      remedy: "Set android:extractNativeLibs=\"false\", or let the build compress them.",
      help: AndroidPages.applicationElement + "#extractNativeLibs"),
    CatalogueEntry(
      "native-library-unreadable", about: .package,
      message: "{library} lies where native libraries do, but is no shared library that Android can load.",
      remedy: "Check the file in the build; data that only looks like a library belongs under assets/.",
      help: AndroidPages.pageSizes),
    CatalogueEntry(
      "native-library-segments-not-16k", about: .compatibility,
      message:
        "The segments of {library} are aligned to {alignment} bytes; devices with 16 KB pages cannot load "
        + "it.",
      sayings: [AndroidSayings.pageSize],
      remedy: "Rebuild the library with NDK r28 or later, or link it with -Wl,-z,max-page-size=16384; update "
        + "libraries of others.",
      help: AndroidPages.pageSizes),
    CatalogueEntry(
      "native-library-offset-not-16k", about: .compatibility,
      message:
        "{library} begins at byte {offset}, which is no multiple of 16,384; devices with 16 KB pages cannot "
        + "load it from the APK.",
      sayings: [AndroidSayings.pageSize],
      remedy: "Sign it again with an alignment of 16384, the default, in place of 4096 or preserve.",
      help: AndroidPages.pageSizes),
    CatalogueEntry(
      "bundle-alignment-not-16k", about: .compatibility,
      message:
        "BundleConfig.pb asks for native libraries to be aligned to {alignment} bytes in the APKs that the "
        + "store makes; devices with 16 KB pages need 16,384.",
      sayings: [AndroidSayings.pageSize],
      remedy: "Build the bundle with Android Gradle Plugin 8.5.1 or later.",
      help: AndroidPages.pageSizes),
  ]
}
