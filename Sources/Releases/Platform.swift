/// The kinds of device Slipway makes releases for.
package enum Platform: String, Codable, CaseIterable, Sendable {
  case ios, tvos, watchos, visionos, macos, android, blackberry

  /// Whether its apps are signed as Apple has it.
  package var isApple: Bool {
    switch self {
    case .ios, .tvos, .watchos, .visionos, .macos: true
    case .android, .blackberry: false
    }
  }

  /// Whether one key can sign for both: Apple's certificates are for all of its platforms, and profiles tell them apart.
  package func sharesKeys(with other: Platform) -> Bool {
    self == other || isApple && other.isApple
  }

  /// The name that its makers give it.
  package var displayName: String {
    switch self {
    case .ios: "iOS"
    case .tvos: "tvOS"
    case .watchos: "watchOS"
    case .visionos: "visionOS"
    case .macos: "macOS"
    case .android: "Android"
    case .blackberry: "BlackBerry"
    }
  }
}
