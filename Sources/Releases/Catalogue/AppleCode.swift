extension Catalogue {
  /// Apple: what the code in the app is built for and with.
  static let appleCode: [CatalogueEntry] = [
    CatalogueEntry(
      "apple-simulator-build", about: .compatibility,
      message: "{path} is built for {platform} ({architectures}) alone: no device runs it.",
      sayings: [unsupportedArchitectures, AppleSayings.invalidSignature],
      remedy: "Build it for devices: with the SDK iphoneos.",
      help: ApplePages.bundles),
    CatalogueEntry(
      "apple-unsupported-architecture", about: .compatibility,
      message: "{path} has code for {architectures}, which only simulators run.",
      sayings: [unsupportedArchitectures],
      remedy: "Take the architectures out with lipo -remove, or embed the framework as an XCFramework.",
      help: ApplePages.bundles),
    CatalogueEntry(
      "apple-encrypted-code", about: .signature,
      message: "{path} is encrypted by the App Store ({architectures}), so that nobody else can sign it.",
      sayings: [
        AppleSayings.store(
          90125,
          "The binary is invalid. The encryption info in the LC_ENCRYPTION_INFO load command is either missing "
            + "or invalid, or the binary is already encrypted.",
          "https://github.com/MoZhouqi/KMNavigationBarTransition/issues/151")
      ],
      remedy:
        "Build the app from its source, or get it from its makers; what a store delivered cannot be used.",
      help: ApplePages.hashes),
    CatalogueEntry(
      "apple-standalone-code", about: .package,
      message: "{path} is code that is no bundle's executable, which App Store Connect does not take.",
      sayings: [
        AppleSayings.store(
          90171,
          "Invalid Bundle Structure - The binary file '{path}' is not permitted. Your app can’t contain "
            + "standalone executables or libraries, other than a valid CFBundleExecutable of supported bundles.",
          "https://github.com/EMALLStudio/appmetrica_sdk/issues/2")
      ],
      remedy: "Wrap a library in a framework; take tools, static libraries and object files out of the app.",
      help: ApplePages.bundles),
    CatalogueEntry(
      "apple-swift-support-missing", about: .package,
      message: "There are Swift libraries in the app, such as {path}, but there is no folder SwiftSupport.",
      sayings: [
        AppleSayings.store(
          90426,
          "Invalid Swift Support. The SwiftSupport folder is missing. Rebuild your app using the current public "
            + "(GM) version of Xcode and resubmit it.",
          "https://github.com/airsdk/Adobe-Runtime-Support/issues/3655")
      ],
      remedy: "Package the .xcarchive in place of the .app: it has the folder.",
      help: ApplePages.bundles),
    CatalogueEntry(
      "apple-sdk-too-old", about: .compatibility,
      message:
        "The app is built with the iOS {sdk} SDK; since {since} App Store Connect asks for {required}.",
      sayings: [
        AppleSayings.store(
          90725,
          "SDK version issue. This app was built with the iOS {sdk} SDK. All iOS and iPadOS apps submitted to the "
            + "App Store must be built with the iOS {required} SDK or later, included in Xcode {xcode} or later.",
          "https://github.com/solar2d/demo-app-store-automation/issues/10")
      ],
      remedy: "Build with Xcode {xcode} or later.",
      help: ApplePages.upcoming),
  ]

  private static let unsupportedArchitectures = AppleSayings.store(
    90087,
    "Unsupported Architectures. The executable for {path} contains unsupported architectures "
      + "'[{architectures}]'.",
    "https://github.com/JonasGessner/JGProgressHUD/issues/54")
}
