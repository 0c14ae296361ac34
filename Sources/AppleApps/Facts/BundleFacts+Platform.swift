package import Releases

extension BundleFacts {
  /// The kind of device that the bundle is for: what its code was linked for, else what `Info.plist` says; nil for code
  /// that is for simulators, and where nobody says.
  ///
  /// Mac Catalyst is macOS.
  package var platform: Platform? {
    let linked = code?.architectures.lazy.compactMap(\.platform).first
    return linked.map { Self.platforms[$0] }
      ?? supportedPlatforms.lazy.compactMap { Self.platforms[$0] }.first
  }

  /// By the names of ``MachOPlatform``, and those in `CFBundleSupportedPlatforms`.
  private static let platforms: [String: Platform] = [
    MachOPlatform.ios.name: .ios, MachOPlatform.tvos.name: .tvos, MachOPlatform.watchos.name: .watchos,
    MachOPlatform.visionos.name: .visionos, MachOPlatform.macos.name: .macos,
    MachOPlatform.macCatalyst.name: .macos, "iPhoneOS": .ios, "AppleTVOS": .tvos, "WatchOS": .watchos,
    "XROS": .visionos, "MacOSX": .macos,
  ]
}

extension Platform {
  /// What a profile for such a device has among its `Platform`: one of these.
  ///
  /// What runs on a watch has the profiles of iOS.
  package var profilePlatforms: [String] {
    switch self {
    case .ios: ["iOS"]
    case .tvos: ["tvOS"]
    case .watchos: ["iOS", "watchOS"]
    case .visionos: ["xrOS", "visionOS"]
    case .macos: ["OSX", "macOS"]
    case .android, .blackberry: []
    }
  }

  /// Whether a profile for these platforms is for such a device; profiles from before there were others name none.
  package func takes(profileFor platforms: [String]) -> Bool {
    platforms.isEmpty || platforms.contains(where: profilePlatforms.contains)
  }
}
