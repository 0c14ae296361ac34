/// The package formats that stores and devices take.
package enum PackageFormat: String, Codable, CaseIterable, Sendable {
  case apk, aab, ipa, bar

  /// The platform whose devices run packages of this format; for Apple's format, the first of several.
  package var platform: Platform {
    switch self {
    case .apk, .aab: .android
    case .ipa: .ios
    case .bar: .blackberry
    }
  }

  /// The media type a server should give a file of this format.
  package var mediaType: String {
    switch self {
    case .apk: "application/vnd.android.package-archive"
    case .aab, .ipa, .bar: "application/octet-stream"
    }
  }
}
