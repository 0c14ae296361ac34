/// The keys of an `Info.plist` that edits are about.
enum InfoKey {
  static let identifier = "CFBundleIdentifier"
  static let version = "CFBundleShortVersionString"
  static let build = "CFBundleVersion"
  static let name = "CFBundleDisplayName"
  /// In a watch app, the identifier of the app on the phone.
  static let companion = "WKCompanionAppBundleIdentifier"
  /// In `NSExtensionAttributes` of a watch app's extension, the identifier of the watch app.
  static let watchApp = "WKAppBundleIdentifier"

  /// Keys whose values are the names of files or are for people to read, so that none is ever an identifier.
  private static let names: Set<Substring> = [
    "CFBundleExecutable", "CFBundleName", "CFBundleDisplayName", "CFBundleSpokenName", "CFBundleIconFile",
    "CFBundleIconFiles", "CFBundleIconName", "CFBundleTypeName", "CFBundleTypeIconFiles",
    "UILaunchStoryboardName",
    "UILaunchImageFile", "UILaunchImageName", "UIImageName", "UIColorName", "UIMainStoryboardFile",
    "UISceneStoryboardFile",
    "NSMainNibFile", "NSMainStoryboardFile", "NSExtensionMainStoryboard", "UIAppFonts",
  ]

  /// Whether a key holds the name of a file, or one that people read.
  static func holdsName(_ key: String) -> Bool {
    names.contains(key.prefix { $0 != "-" && $0 != "~" })
  }

  /// Whether a key goes before another on some platform or device: `CFBundleDisplayName~ipad`,
  /// `CFBundleDisplayName-iphoneos`.
  ///
  /// Information Property List Key Reference, "Platform- and Device-Specific Keys".
  static func isVariant(_ key: String, of root: String) -> Bool {
    key.hasPrefix("\(root)~") || key.hasPrefix("\(root)-")
  }
}
