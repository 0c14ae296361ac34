/// How grave a finding is, by where the package is going.
///
/// Nil where nobody minds, so that there is no such finding.
package struct SeverityByDestination: Codable, Equatable, Sendable {
  /// Of what is delivered to Google Play, whatever its distribution.
  package var googlePlay: Severity?
  package var store: Severity?
  package var adHoc: Severity?
  package var enterprise: Severity?
  package var debug: Severity?

  package init(
    googlePlay: Severity? = nil, store: Severity? = nil, adHoc: Severity? = nil, enterprise: Severity? = nil,
    debug: Severity? = nil
  ) {
    self.googlePlay = googlePlay
    self.store = store
    self.adHoc = adHoc
    self.enterprise = enterprise
    self.debug = debug
  }

  private enum CodingKeys: String, CodingKey {
    case googlePlay = "google-play"
    case store
    case adHoc = "ad-hoc"
    case enterprise, debug
  }

  /// Where nobody minds.
  package static let nowhere = SeverityByDestination()

  /// The same everywhere.
  package static func everywhere(_ severity: Severity) -> SeverityByDestination {
    SeverityByDestination(
      googlePlay: severity, store: severity, adHoc: severity, enterprise: severity, debug: severity)
  }

  /// The same for everything but builds for developers' own devices.
  package static func releases(_ severity: Severity) -> SeverityByDestination {
    var severities = everywhere(severity)
    severities.debug = nil
    return severities
  }

  /// Of a package that is for a distribution, and perhaps delivered to Google Play.
  package func severity(for distribution: Distribution, onGooglePlay: Bool) -> Severity? {
    if onGooglePlay { return googlePlay }
    return switch distribution {
    case .store: store
    case .adHoc: adHoc
    case .enterprise: enterprise
    case .debug: debug
    }
  }
}
