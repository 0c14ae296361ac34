/// When deliveries may start.
package enum ReleasePolicy: String, Codable, Sendable {
  /// When every step before the gate, of all targets, is done.
  case together
  /// When every step before the gate of the own target is done.
  case independent
}
