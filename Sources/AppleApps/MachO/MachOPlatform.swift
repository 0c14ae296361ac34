/// The platform that code was linked for.
package enum MachOPlatform: String, Codable, Sendable {
  case macos, ios, tvos, watchos, bridgeos
  case macCatalyst = "mac-catalyst"
  case iosSimulator = "ios-simulator"
  case tvosSimulator = "tvos-simulator"
  case watchosSimulator = "watchos-simulator"
  case driverKit = "driverkit"
  case visionos
  case visionosSimulator = "visionos-simulator"

  /// Whether the code runs on a Mac in place of a device.
  package var isSimulator: Bool {
    switch self {
    case .iosSimulator, .tvosSimulator, .watchosSimulator, .visionosSimulator: true
    default: false
    }
  }

  /// The name that Apple gives it.
  package var name: String {
    switch self {
    case .macos: "macOS"
    case .ios: "iOS"
    case .tvos: "tvOS"
    case .watchos: "watchOS"
    case .bridgeos: "bridgeOS"
    case .macCatalyst: "Mac Catalyst"
    case .iosSimulator: "iOS Simulator"
    case .tvosSimulator: "tvOS Simulator"
    case .watchosSimulator: "watchOS Simulator"
    case .driverKit: "DriverKit"
    case .visionos: "visionOS"
    case .visionosSimulator: "visionOS Simulator"
    }
  }

  /// By the number in LC_BUILD_VERSION (mach-o/loader.h, PLATFORM_…).
  init?(number: UInt32) {
    let all: [MachOPlatform] = [
      .macos, .ios, .tvos, .watchos, .bridgeos, .macCatalyst, .iosSimulator, .tvosSimulator,
      .watchosSimulator, .driverKit, .visionos, .visionosSimulator,
    ]
    guard (1...UInt32(all.count)).contains(number) else { return nil }
    self = all[Int(number) - 1]
  }
}

/// A version as load commands have it: `xxxx.yy.zz` in nibbles.
package struct MachOVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: UInt32

  package init(number: UInt32) {
    self.number = number
  }

  package init(_ major: UInt32, _ minor: UInt32 = 0, _ patch: UInt32 = 0) {
    number = major << 16 | minor << 8 | patch
  }

  /// `15.0`, with a third number when it is not 0.
  package var description: String {
    let patch = number & 0xff
    return "\(number >> 16).\(number >> 8 & 0xff)" + (patch == 0 ? "" : ".\(patch)")
  }

  package static func < (left: MachOVersion, right: MachOVersion) -> Bool { left.number < right.number }
}
