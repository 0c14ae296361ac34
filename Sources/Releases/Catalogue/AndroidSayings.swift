/// The words of stores and of Android itself that several findings share.
enum AndroidSayings {
  static let debugMode = CatalogueEntry.Saying(
    "Google Play",
    "You uploaded an APK or Android App Bundle that was signed in debug mode. You need to sign your APK or "
      + "Android App Bundle in release mode.",
    source: "https://github.com/flutter/flutter/issues/116846")
  /// What the store said before it was Google Play's, in a book of the time.
  static let marketPage =
    "https://github.com/zola183/androidbmi/blob/d808a694cba4919cec69e73efe002df02864289b/AndroidMarket.md"
  static let expiry = CatalogueEntry.Saying(
    "Google Play",
    "You uploaded an APK or Android App Bundle signed with a certificate that expires too soon.",
    source: "https://github.com/flutter/website/issues/5211")
  static let signature = CatalogueEntry.Saying(
    "Google Play", "APK signature is invalid or does not exist.",
    source: "https://github.com/fastlane/fastlane/issues/14900")
  static let pageSize = CatalogueEntry.Saying(
    "Google Play",
    "Your app uses native libraries that are not aligned to support devices with 16 KB memory page sizes. "
      + "These devices may not be able to install or start your app, or your app may start and then crash.",
    source: "https://github.com/AnySoftKeyboard/AnySoftKeyboard/issues/4381")
  static let resourceTable = CatalogueEntry.Saying(
    "Android",
    "Targeting R+ (version 30 and above) requires the resources.arsc of installed APKs to be stored "
      + "uncompressed and aligned on a 4-byte boundary",
    source: "https://github.com/zixpo/candybar-sample/issues/34")
  static let libraries = CatalogueEntry.Saying(
    "Android", "INSTALL_FAILED_INVALID_APK: Failed to extract native libraries, res=-2",
    source: "https://github.com/iBotPeaches/Apktool/issues/1626")
}
