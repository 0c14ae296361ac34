package import KeyStores
package import Releases

package import FoundationEssentials

/// Something about the keys of a store that somebody should see to.
package struct StoreProblem: Encodable, Sendable {
  /// In kebab-case, stable.
  package var id: String
  package var severity: Severity
  /// The place of the key or credential; nil for the store as a whole.
  package var place: String?
  package var message: String
  package var remedy: String?

  /// All that is to be seen to in a store.
  package static func all(in store: KeyStore, today: Date) -> [StoreProblem] {
    store.health(today: today).map(StoreProblem.init)
  }

  init(_ fact: HealthFact) {
    let name = fact.name ?? "the store"
    let command =
      fact.place?.hasPrefix(StoreFolder.Chapter.credentials.rawValue) == true ? "credentials" : "keys"
    let words: (id: String, severity: Severity, message: String, remedy: String?) =
      switch fact.kind {
      case .expired(let end):
        (
          "expired", .error, "The certificate of \(name) expired on \(end.day).",
          "Get a new one and add it with slipway keys add."
        )
      case .expiring(let end):
        (
          "expiring", .warning, "The certificate of \(name) expires on \(end.day).",
          "Renew it, and add the new one with slipway keys add."
        )
      case .profileExpired(let profile, let uuid, let end):
        (
          "profile-expired", .error, "The profile \(profile) of \(name) expired on \(end.day).",
          "Renew it at developer.apple.com and add it with slipway keys add, or leave it out: slipway keys update \(name) --remove-profile \(uuid)."
        )
      case .profileExpiring(let profile, _, let end):
        (
          "profile-expiring", .warning, "The profile \(profile) of \(name) expires on \(end.day).",
          "Renew it at developer.apple.com and add it with slipway keys add."
        )
      case .profileWithoutCertificate(let profile, let uuid):
        (
          "profile-without-certificate", .error,
          "The profile \(profile) of \(name) does not grant the key's certificate.",
          "Make the profile anew with this certificate and add it, or leave it out: slipway keys update \(name) --remove-profile \(uuid)."
        )
      case .pending:
        (
          "pending", .warning, "\(name) waits for its certificate.",
          "Give Apple the request that slipway keys show \(name) prints, and add the .cer with slipway keys add."
        )
      case .oneRecipient:
        (
          "not-backed-up", .warning,
          "\(name) is not backed up: one person can read it, and it was never exported.",
          "Share it with a second recipient, or export it to a safe place."
        )
      case .exposed(let people):
        (
          "exposed", .warning,
          "\(name) was exposed to \(people.joined(separator: ", ")), who may have kept it.",
          "Rotate it: slipway \(command) rotate \(name)."
        )
      case .waiting(let people):
        (
          "waiting", .warning, "\(people.joined(separator: ", ")) may use \(name) and cannot read it yet.",
          "Somebody who can runs: slipway \(command) share \(name)."
        )
      case .surplus(let people):
        (
          "surplus", .warning,
          "\(name) is encrypted to \(people.joined(separator: ", ")), who may not use it.",
          "Somebody who can read it runs: slipway \(command) share \(name)."
        )
      case .noDefault(let platform, let purpose):
        (
          "no-default", .warning, "No \(platform.rawValue) \(purpose.rawValue) key is the default.",
          "Make one: slipway keys default NAME."
        )
      case .severalDefaults(let platform, let purpose, let keys):
        (
          "several-defaults", .error,
          "Several \(platform.rawValue) \(purpose.rawValue) keys are the default for the same applications: \(keys.joined(separator: ", ")).",
          "Decide: slipway keys default NAME."
        )
      }
    self.init(
      id: words.id, severity: words.severity, place: fact.place, message: words.message, remedy: words.remedy)
  }

  init(id: String, severity: Severity, place: String? = nil, message: String, remedy: String?) {
    self.id = id
    self.severity = severity
    self.place = place
    self.message = message
    self.remedy = remedy
  }
}
