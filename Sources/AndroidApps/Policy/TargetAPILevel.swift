import struct FoundationEssentials.Date

/// The target API level that Google Play asks of new apps and updates.
///
/// It rises every 31 August.
///
/// Source: <https://support.google.com/googleplay/android-developer/answer/11926878>.
struct TargetAPILevel: Equatable {
  let level: Int
  let since: Date

  private static let handheld: [TargetAPILevel] = [
    TargetAPILevel(level: 33, since: Date(timeIntervalSince1970: 1_693_440_000)),  // 2023-08-31
    TargetAPILevel(level: 34, since: Date(timeIntervalSince1970: 1_725_062_400)),  // 2024-08-31
    TargetAPILevel(level: 35, since: Date(timeIntervalSince1970: 1_756_598_400)),  // 2025-08-31
    TargetAPILevel(level: 36, since: Date(timeIntervalSince1970: 1_788_134_400)),  // 2026-08-31
  ]

  /// What holds on a day; nil before the first rule known here.
  ///
  /// Wear OS, TV and Automotive may lag one level behind.
  static func required(for device: AndroidManifest.FormFactor, on day: Date) -> TargetAPILevel? {
    guard let rule = handheld.last(where: { $0.since <= day }) else { return nil }
    return device == .handheld ? rule : TargetAPILevel(level: rule.level - 1, since: rule.since)
  }
}
