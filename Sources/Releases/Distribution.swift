/// Where an artifact is going, which decides what kind of key must have signed it.
package enum Distribution: String, Codable, CaseIterable, Sendable {
  /// A public store.
  case store
  /// Named iOS devices; on Android, direct installation outside a store.
  case adHoc = "ad-hoc"
  /// Apple's in-house programme; on Android, managed devices.
  case enterprise
  /// Developers' own devices. The only distribution that a debug or development key may sign for.
  case debug

  /// Whether only a key of purpose ``Purpose/distribution`` may sign for this distribution.
  package var needsDistributionKey: Bool { self != .debug }
}
