extension Catalogue {
  /// Apple: the icons of the app.
  static let appleIcons: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-icon-name-missing", about: .package,
      message: "The Info.plist of {path} has no CFBundleIconName.",
      sayings: [
        AppleSayings.store(
          90713,
          "Missing Info.plist value. A value for the Info.plist key 'CFBundleIconName' is missing in the bundle "
            + "'{bundle}'. Apps built with iOS 11 or later SDK must supply app icons in an asset catalog and must "
            + "also provide a value for this Info.plist key.",
          "https://github.com/dotnet/maui/issues/28954")
      ],
      remedy: "Put the icons in an asset catalog and name their set in the build settings.",
      help: ApplePages.infoKey("CFBundleIconName")),
    CatalogueEntry(
      "apple-icon-catalog-missing", about: .package,
      message:
        "The Info.plist of {path} names the icon {name}, but there is no Assets.car that could hold it.",
      sayings: [
        AppleSayings.store(
          90704,
          "Missing App Icon - An app icon measuring 1024 by 1024 pixels in PNG format must be included in the "
            + "Asset Catalog of apps built for iOS, iPadOS, or watchOS. Without this icon, apps cannot be submitted "
            + "for review.",
          "https://github.com/phonegap/build/issues/662")
      ],
      remedy: "Put the icons, one of 1024 pixels among them, in an asset catalog of the app's target.",
      help: ApplePages.assetCatalogs),
    CatalogueEntry(
      "apple-icon-file-missing", about: .package,
      message: "The Info.plist of {path} names the icon {name} under {key}, and there is no such file.",
      sayings: [
        AppleSayings.store(
          90032,
          "Invalid Image Path - No image found at the path referenced under key '{key}': '{name}'",
          "https://github.com/nomad-cli/shenzhen/issues/293")
      ],
      remedy: "Put {name}@2x.png at the root of the app, or take the name out of Info.plist.",
      help: ApplePages.infoKey("CFBundleIcons")),
    CatalogueEntry(
      "apple-iphone-icon-missing", about: .package,
      message: "Among the icons that the Info.plist of {path} names is none of {sizes} pixels, for iPhones.",
      sayings: [
        AppleSayings.store(
          90022,
          "Missing required icon file. The bundle does not contain an app icon for iPhone / iPod Touch of exactly "
            + "'{first}' pixels, in .png format for iOS versions >= 10.0.",
          "https://github.com/fastlane/fastlane/issues/8170")
      ],
      remedy: moreIcons,
      help: ApplePages.infoKey("CFBundleIcons")),
    CatalogueEntry(
      "apple-ipad-icon-missing", about: .package,
      message: "Among the icons that the Info.plist of {path} names is none of {sizes} pixels, for iPads.",
      sayings: [
        AppleSayings.store(
          90023,
          "Missing required icon file. The bundle does not contain an app icon for iPad of exactly '{first}' pixels, "
            + "in .png format for iOS versions supporting iPad Pro.",
          "https://github.com/expo/expo/issues/659")
      ],
      remedy: moreIcons,
      help: ApplePages.infoKey("CFBundleIcons")),
    CatalogueEntry(
      "apple-icon-size-wrong", about: .package,
      message: "{path} is {found}; by its name it should be a PNG of {expected} pixels.",
      remedy: "Make the icon as large as its name says, in points times the scale.",
      help: ApplePages.infoKey("CFBundleIcons")),
  ]

  private static let moreIcons = "Add icons of {sizes} pixels; an asset catalog makes all sizes of one image."
}
