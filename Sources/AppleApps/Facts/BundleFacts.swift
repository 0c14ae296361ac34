/// A bundle of an app: the app itself, or one that lies in it.
package struct BundleFacts: Codable, Equatable, Sendable {
  /// By the ending of its name and where it lies.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case app
    /// `AppClips/X.app`.
    case appClip = "app-clip"
    /// `PlugIns/X.appex` or `Extensions/X.appex`.
    case appExtension = "app-extension"
    case framework
    /// `Watch/X.app`.
    case watchApp = "watch-app"
    /// An app in an app for macOS, as in `Contents/Library/LoginItems`.
    case helperApp = "helper-app"
    /// `X.xpc`.
    case xpcService = "xpc-service"
    /// `X.xctest`.
    case testBundle = "test-bundle"
    /// `X.bundle` without code.
    case resourceBundle = "resource-bundle"
    case other
  }

  /// Its folder, from the root of the package: `Payload/X.app/PlugIns/Y.appex`.
  package var path: String
  package var kind: Kind
  /// `CFBundleIdentifier`.
  package var identifier: String?
  /// `CFBundleShortVersionString`.
  package var version: String?
  /// `CFBundleVersion`.
  package var build: String?
  /// `CFBundleDisplayName`, or else `CFBundleName`.
  package var name: String?
  /// `MinimumOSVersion`.
  package var minimumOS: String?
  /// `CFBundleExecutable`.
  package var executable: String?
  /// `DTSDKName`: `iphoneos26.1`.
  package var sdkName: String?
  /// `DTPlatformName`: `iphoneos`.
  package var platformName: String?
  /// `DTXcode`, the version in digits: `2610`.
  package var xcode: String?
  /// `UIDeviceFamily`: 1 is an iPhone, 2 an iPad.
  package var deviceFamilies: [Int]
  /// `CFBundleIconName` at the top or in the primary icon of `CFBundleIcons`.
  package var iconName: String?
  /// The icons that the app's `Info.plist` names by file; empty for other bundles.
  package var icons: [IconFacts]
  /// Whether there is an `Assets.car`, which may hold icons as well.
  package var hasAssetCatalog: Bool
  /// `CFBundleSupportedPlatforms`.
  package var supportedPlatforms: [String]
  /// The keys ending in `UsageDescription` that have a text, sorted.
  package var usageDescriptions: [String]
  /// `NSExtensionPointIdentifier` of `NSExtension`, or `EXExtensionPointIdentifier` of `EXAppExtensionAttributes`.
  package var extensionPoint: String?
  /// Its own executable; nil when there is none, or it is no Mach-O file.
  package var code: CodeFacts?
  /// What `embedded.mobileprovision` says; nil when there is none.
  package var profile: ProfileFacts?
  /// Whether there is a `_CodeSignature/CodeResources`.
  package var hasCodeResources: Bool
  /// `PrivacyInfo.xcprivacy`; nil when there is none.
  package var privacyManifest: PrivacyManifestFacts?

  package init(
    path: String, kind: Kind, identifier: String? = nil, version: String? = nil, build: String? = nil,
    name: String? = nil, minimumOS: String? = nil, executable: String? = nil, sdkName: String? = nil,
    platformName: String? = nil, xcode: String? = nil, deviceFamilies: [Int] = [], iconName: String? = nil,
    icons: [IconFacts] = [], hasAssetCatalog: Bool = false,
    supportedPlatforms: [String] = [], usageDescriptions: [String] = [], extensionPoint: String? = nil,
    code: CodeFacts? = nil, profile: ProfileFacts? = nil, hasCodeResources: Bool = false,
    privacyManifest: PrivacyManifestFacts? = nil
  ) {
    self.path = path
    self.kind = kind
    self.identifier = identifier
    self.version = version
    self.build = build
    self.name = name
    self.minimumOS = minimumOS
    self.executable = executable
    self.sdkName = sdkName
    self.platformName = platformName
    self.xcode = xcode
    self.deviceFamilies = deviceFamilies
    self.iconName = iconName
    self.icons = icons
    self.hasAssetCatalog = hasAssetCatalog
    self.supportedPlatforms = supportedPlatforms
    self.usageDescriptions = usageDescriptions
    self.extensionPoint = extensionPoint
    self.code = code
    self.profile = profile
    self.hasCodeResources = hasCodeResources
    self.privacyManifest = privacyManifest
  }
}
