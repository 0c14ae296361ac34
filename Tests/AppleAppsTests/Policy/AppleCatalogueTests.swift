import AppleApps
import Releases
import Testing

@Suite struct AppleCatalogueTests {
  static let findings = (AppleVerdictTableTests.rows + AppleVerdictTableTests.looseIconRows).flatMap { row in
    Distribution.allCases.flatMap { distribution in
      var facts = ApplePolicyFixture.facts(for: distribution)
      row.flaw(&facts)
      if row.id.contains("icon") { facts[ApplePolicyFixture.app].hasAssetCatalog = false }
      return AppleVerdictTableTests.findings(row, for: distribution)
        + ApplePolicy.findings(facts: facts, for: distribution, today: ApplePolicyFixture.today)
    }
  }

  @Test func `every finding has an entry and a verdict, and every entry can be found`() {
    let written = Set(Catalogue.entries.map(\.id).filter { $0.hasPrefix("apple-") })
    #expect(written == AppleVerdicts.ids.union(AppleVerdicts.verifierIDs).union(AppleVerdicts.planIDs))
    #expect(AppleVerdicts.ids.isDisjoint(with: AppleVerdicts.verifierIDs))
    #expect(Set(Self.findings.map(\.id)) == AppleVerdicts.ids)
    for id in written {
      let severities = AppleVerdicts.severities(of: id)
      #expect(severities != nil && severities != .nowhere && severities?.googlePlay == nil, "\(id)")
    }
  }

  @Test func `every place in a sentence is filled, from its own bundle and in the plan`() {
    let distribution = Distribution.debug
    var profile = ApplePolicyFixture.profile("com.acme.app", for: .store)
    profile.isSignatureValid = false
    profile.expires = .distantPast
    profile.signerExpires = .distantPast
    var certificate = ApplePolicyFixture.certificate(for: .store)
    (certificate.sha256, certificate.team) = ("cc", "OTHERTEAM1")
    let planned =
      ApplePolicy.findings(
        profile: profile, certificate: certificate, bundleID: "com.acme.other", for: distribution,
        today: ApplePolicyFixture.today)
      + ApplePolicy.findings(
        certificate: certificate, chainEnd: .trusted, for: distribution, today: ApplePolicyFixture.today)
    #expect(planned.count == 9)
    let given = [
      "codes": "Payload/Acme.app/a", "path": "Payload/Acme.app/a", "detail": "slot 9", "count": "1",
      "start": "0", "end": "16384",
    ]
    let flaws = AppleVerdicts.verifierIDs.map { Finding($0, .error, given) }
    for finding in Self.findings + planned + flaws {
      let words = finding.explained
      let says = [words.store?.says] + (words.others ?? []).map(\.says)
      for text in [words.message, words.remedy] + says.compactMap(\.self) {
        #expect(!text.contains("{") && !text.contains("}"), "\(finding.id): \(text)")
      }
    }
  }

  @Test func `never accepts who signed, nor a signature that does not hold`() {
    let muted = Acceptance(
      Dictionary(uniqueKeysWithValues: Catalogue.entries.map { ($0.id, "a reason") }))
    let about: Set<CatalogueEntry.Subject> = [.certificate, .purpose, .signature]
    for entry in Catalogue.entries where entry.id.hasPrefix("apple-") {
      #expect(muted.unacceptable.contains(entry.id) == about.contains(entry.subject), "\(entry.id)")
    }
    #expect(muted.unacceptable.contains("apple-get-task-allow"))
    #expect(AppleVerdicts.verifierIDs.isSubset(of: muted.unacceptable))
  }
}
