/// The kinds of device Slipway makes releases for.
package enum Platform: String, Codable, CaseIterable, Sendable {
  case ios, android, blackberry
}
