/// What a signing identity may sign for, read from its certificate.
package enum Purpose: String, Codable, CaseIterable, Sendable {
  /// Releases that leave the developers' hands.
  case distribution
  /// Apple development certificates: devices registered with the team.
  case development
  /// Android's debug certificate and the well-known test certificates, whose private keys are public.
  case debug
}
