package import Releases

/// What can be read from an app for Apple's platforms, without judging any of it.
package struct AppleFacts: Codable, Equatable, Sendable {
  package var format: PackageFormat
  package var application: Application
  /// The least version of the system that the app says it runs on: `15.0`.
  package var minimumOS: String?
  /// The platform that the app was built for, under the name that `Info.plist` has for it: `iphoneos`.
  package var platform: String?
  /// The length of the package in bytes.
  package var size: Int
  /// The app, then the bundles in it, sorted by the bytes of their paths.
  ///
  /// Empty for what has no app.
  package var bundles: [BundleFacts]
  /// Libraries, static ones too, and executables that are no bundle's own, sorted by path.
  package var looseCode: [CodeFacts]
  /// The folders beside `Payload`, sorted: `SwiftSupport`, `Symbols`, `Signatures`.
  package var foldersBesidePayload: [String]
  /// Privacy manifests that do not lie at the root of one of ``bundles``, where nobody looks for them.
  package var otherPrivacyManifests: [PrivacyManifestFacts]
  /// The debug symbols beside the app; nil when there are none, or nobody looked.
  package var symbols: SymbolsFacts?
  /// What Xcode noted of libraries that came as XCFrameworks, sorted by path; empty for what Xcode did not export, and for
  /// libraries that were built with the app.
  package var sdkSignatures: [SDKSignatureFacts]

  package init(
    format: PackageFormat = .ipa, platform: String? = nil, size: Int = 0, bundles: [BundleFacts] = [],
    looseCode: [CodeFacts] = [], foldersBesidePayload: [String] = [],
    otherPrivacyManifests: [PrivacyManifestFacts] = [], sdkSignatures: [SDKSignatureFacts] = []
  ) {
    let app = bundles.first
    self.format = format
    application = Application(id: app?.identifier, version: app?.version, build: app?.build)
    minimumOS = app?.minimumOS
    self.platform = platform ?? app?.platformName
    self.size = size
    self.bundles = bundles
    self.looseCode = looseCode
    self.foldersBesidePayload = foldersBesidePayload
    self.otherPrivacyManifests = otherPrivacyManifests
    self.sdkSignatures = sdkSignatures
  }

  /// The app itself; nil for what has none.
  package var app: BundleFacts? { bundles.first }

  /// All code, that of the bundles first.
  package var code: [CodeFacts] { bundles.compactMap(\.code) + looseCode }
}
