package import FoundationEssentials
import Releases

extension KeyStore {
  /// How long before something expires it is told, in days.
  package static let warningDays = 30

  /// What there is to know of the store today, by place; that of the store as a whole first.
  package func health(today: Date) -> [HealthFact] {
    defaults()
      + entries.flatMap { entry in
        (facts(of: entry) + (entry.key.map { facts(of: $0, today) } ?? []))
          .map { HealthFact(place: entry.place, kind: $0) }
      }
  }

  private func facts(of entry: Entry) -> [HealthFact.Kind] {
    var facts: [HealthFact.Kind] = []
    if !entry.isBackedUp { facts.append(.oneRecipient) }
    if !entry.exposed.isEmpty { facts.append(.exposed(to: entry.exposed.map(\.to))) }
    let entitled = entry.entitled(among: recipients)
    let waiting = waiting(for: entry)
    if !waiting.isEmpty { facts.append(.waiting(waiting)) }
    let surplus = entry.recipients.filter { !entitled.contains($0) }
    if !surplus.isEmpty { facts.append(.surplus(surplus)) }
    return facts
  }

  private func facts(of key: KeyFacts, _ today: Date) -> [HealthFact.Kind] {
    let soon = today.addingTimeInterval(Double(Self.warningDays) * 86_400)
    var facts: [HealthFact.Kind] = []
    if let certificate = key.certificate {
      if certificate.notAfter < today {
        facts.append(.expired(certificate.notAfter))
      } else if certificate.notAfter <= soon {
        facts.append(.expiring(certificate.notAfter))
      }
    } else {
      facts.append(.pending)
    }
    for profile in key.profiles {
      if profile.expires < today {
        facts.append(.profileExpired(name: profile.name, uuid: profile.uuid, profile.expires))
      } else if profile.expires <= soon {
        facts.append(.profileExpiring(name: profile.name, uuid: profile.uuid, profile.expires))
      }
      if !profile.hasCertificate, !key.isPending {
        facts.append(.profileWithoutCertificate(name: profile.name, uuid: profile.uuid))
      }
    }
    return facts
  }

  /// Apple's platforms share keys, so that they are one here, under the name of the first key's.
  private func defaults() -> [HealthFact] {
    var facts: [HealthFact] = []
    var rest = keys
    while let first = rest.first?.key {
      func isAlike(_ entry: Entry) -> Bool {
        entry.key.map { $0.purpose == first.purpose && $0.platform.sharesKeys(with: first.platform) } ?? false
      }
      let alike = rest.filter(isAlike)
      rest.removeAll(where: isAlike)
      let defaults = alike.filter(\.isDefault)
      if defaults.isEmpty {
        facts.append(HealthFact(place: nil, kind: .noDefault(first.platform, first.purpose)))
      }
      let rivals = defaults.filter { one in
        defaults.contains { $0.place != one.place && $0.isRival(of: one) }
      }
      if !rivals.isEmpty {
        facts.append(
          HealthFact(place: nil, kind: .severalDefaults(first.platform, first.purpose, rivals.map(\.name))))
      }
    }
    return facts
  }
}
