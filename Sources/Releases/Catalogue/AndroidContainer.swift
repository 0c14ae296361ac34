extension Catalogue {
  /// Android: packages that two readers see differently, and bytes that no signature covers.
  ///
  /// Slipway is stricter here than apksig and the platform.
  static let androidContainer: [CatalogueEntry] = [
    check(
      "zip-bytes-before-first-entry",
      "There are {count} bytes before the first ZIP entry, which a v1 signature does not cover and a device "
        + "may run (CVE-2017-13156)."),
    check(
      "zip-duplicate-entry",
      "The entry {entry} is there twice: one could be verified and the other run (CVE-2013-4787)."),
    check(
      "zip-local-header-disagrees",
      "The {field} of the entry {entry} differs between its local header and the central directory, so that "
        + "readers could see different files."),
    check(
      "zip-encrypted-entry",
      "The entry {entry} is marked as encrypted: Android installs it all the same, and no other tool can look "
        + "into it."),
    check(
      "zip-entry-corrupt",
      "The entry {entry} does not decompress to the size and checksum that the central directory states."),
    check(
      "zip-escaping-entry",
      "The entry {entry} would be unpacked outside of the folder that it is unpacked into."),
    check(
      "zip-malformed-entry-name",
      "The entry {entry} has a name that is empty, not UTF-8, or holds a line break or a NUL."),
    check(
      "zip-local-header-too-long",
      "The local header of the entry {entry} has a field of {size} bytes, which old versions of Android read "
        + "as a negative length."),
    check(
      "zip-entry-in-signing-block",
      "The entry {entry} lies in the APK Signing Block, which no v2 or v3 signature covers."),
    check(
      "zip-uncounted-directory-bytes",
      "The central directory goes on for {count} bytes behind its last entry, which some readers take for more "
        + "entries."),
    check(
      "zip-bytes-before-end-record",
      "There are {count} bytes between the central directory and its end record, so that readers could find "
        + "different directories."),
    check(
      "zip-several-end-records",
      "There is another end of central directory record at offset {offset} beside the one at {taken}, and "
        + "readers differ in which one they take."),
    remark(
      "zip-compression-method-disagrees",
      "The entry {entry} has compression method {local} in its local header and {central} in the central "
        + "directory, which Android goes by."),
    remark(
      "zip-unusual-compression-method",
      "The entry {entry} has the compression method {method}, which is neither stored nor deflated."),
    remark(
      "zip-unsigned-bytes",
      "There are {count} bytes between the entries that the v1 signature does not cover.",
      "Sign it with v2 and v3 as well, which cover the whole file."),
    check(
      "signing-block-several-of-one-scheme",
      "The APK Signing Block holds several blocks of {scheme}, and readers differ in which one they take."),
    check(
      "signing-block-hides-another",
      "An entry of the APK Signing Block at offset {offset} holds the end of another block, which some readers "
        + "take for the real one."),
    remark(
      "apk-sig-block-unknown-entry-id",
      "The APK Signing Block has an entry that is not known, {attribute}, of {count} bytes that no signature "
        + "covers.",
      AndroidSignatureRemedy.ignored),
  ]

  /// What a package that was made honestly does not have.
  private static func check(_ id: String, _ message: String) -> CatalogueEntry {
    CatalogueEntry(
      id, about: .signature, message: message, sayings: [AndroidSayings.signature],
      remedy: AndroidSignatureRemedy.forged, help: page(id))
  }

  /// Something that is worth knowing, and that devices and stores pass over.
  private static func remark(
    _ id: String, _ message: String, _ remedy: String = AndroidSignatureRemedy.rebuild
  ) -> CatalogueEntry {
    CatalogueEntry(id, about: .signature, message: message, remedy: remedy, help: page(id))
  }

  private static func page(_ id: String) -> String {
    id.hasPrefix("zip-") ? AndroidPages.schemes : AndroidPages.schemeV2
  }
}
