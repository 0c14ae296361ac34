import Testing

@testable import Releases

@Suite struct FindingTests {
  @Test func `an id without an entry explains itself by its parameters`() {
    let finding = Finding("no-such-rule", .warning, at: "here", ["b": "2", "a": "1"])
    #expect(finding.explained.message == "no-such-rule, a 1, b 2.")
    #expect(finding.explained.location == "here")
  }

  @Test func `an accepted finding says why it is accepted`() {
    let finding = Finding("target-api-level-low", .warning, ["target": "30"])
    let accepted = Acceptance(["target-api-level-low": "kiosk devices"]).applied(to: [finding])
    #expect(accepted.map(\.explained.accepted) == ["kiosk devices"])
    #expect(accepted.map(\.severity) == [.note])
    #expect(finding.explained.accepted == nil)
  }

  @Test func `App Store Connect is quoted of what goes there, and where nobody else says a word`() {
    func names(_ id: String, _ distribution: String?) -> [String] {
      let parameters = distribution.map { ["distribution": $0] } ?? [:]
      let finding = Finding(id, .error, parameters).explained
      return ([finding.store].compactMap(\.self) + (finding.others ?? [])).map(\.name)
    }
    #expect(names("apple-profile-kind", "store") == ["App Store Connect", "iOS"])
    #expect(names("apple-profile-kind", nil) == ["App Store Connect", "iOS"])
    #expect(names("apple-profile-kind", "ad-hoc") == ["iOS"])
    #expect(names("apple-build-missing", "ad-hoc") == ["App Store Connect"])
  }

  @Test func `severities are ordered by weight`() {
    #expect([Severity.error, .note, .warning].sorted() == [.note, .warning, .error])
  }

  @Test func `every catalogue id is kebab-case and stands once`() {
    let ids = Catalogue.entries.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids {
      #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(id)")
    }
  }
}
