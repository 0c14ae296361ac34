import struct FoundationEssentials.Date

/// The SDK that App Store Connect asks iOS apps to be built with.
///
/// It rises every April.
///
/// Source: <https://developer.apple.com/news/upcoming-requirements/>, and Apple's mails about ITMS-90725.
struct RequiredSDK: Equatable {
  let version: String
  /// The first Xcode that has it.
  let xcode: String
  let since: Date

  private static let iOS: [RequiredSDK] = [
    // 2023-04-25
    RequiredSDK(version: "16.1", xcode: "14.1", since: Date(timeIntervalSince1970: 1_682_380_800)),
    // 2024-04-29
    RequiredSDK(version: "17", xcode: "15", since: Date(timeIntervalSince1970: 1_714_348_800)),
    // 2025-04-24
    RequiredSDK(version: "18", xcode: "16", since: Date(timeIntervalSince1970: 1_745_452_800)),
    // 2026-04-28
    RequiredSDK(version: "26", xcode: "26", since: Date(timeIntervalSince1970: 1_777_334_400)),
  ]

  /// What holds on a day; nil before the first rule known here.
  static func required(on day: Date) -> RequiredSDK? {
    iOS.last { $0.since <= day }
  }
}
