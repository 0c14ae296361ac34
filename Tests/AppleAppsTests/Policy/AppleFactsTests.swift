import AppleApps
import FoundationEssentials
import Releases
import Testing

@Suite struct AppleFactsTests {
  @Test func `are what their app says, and can be written and read as JSON`() throws {
    let facts = ApplePolicyFixture.facts(for: .adHoc)
    #expect(facts.application == Application(id: "com.acme.app", version: "4.2.0", build: "42"))
    #expect(facts.minimumOS == "15.0")
    #expect(facts.platform == "iphoneos")
    #expect(facts.app?.profile?.deviceCount == 1)
    let written = try JSONEncoder().encode(facts)
    #expect(try JSONDecoder().decode(AppleFacts.self, from: written) == facts)
  }
}
