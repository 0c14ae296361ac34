import Releases
import Testing

@testable import AndroidApps

@Suite struct CertificatePolicyTests {
  private func ids(_ certificate: CertificateFact, _ distribution: Distribution) -> [String: Severity] {
    let findings = AndroidPolicy.findings(
      certificate: certificate, for: distribution, today: PolicyFixture.today)
    return Dictionary(findings.map { ($0.id, $0.severity) }, uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: Distribution.allCases)
  func `a sound distribution key may sign everything, a debug build with a warning`(
    distribution: Distribution
  ) {
    let expected: [String: Severity] =
      distribution == .debug ? ["android-distribution-key-for-debug": .warning] : [:]
    #expect(ids(PolicyFixture.certificate(), distribution) == expected)
  }

  @Test(
    arguments: Distribution.allCases,
    ["CN=Android Debug,O=Android,C=US", "C=US, O=Android, CN=Android Debug"])
  func `a debug key may sign debug builds only`(distribution: Distribution, subject: String) {
    let certificate = PolicyFixture.certificate(subject: subject, purpose: .debug)
    let expected: [String: Severity] = distribution == .debug ? [:] : ["android-debug-certificate": .error]
    #expect(ids(certificate, distribution) == expected)
  }

  @Test func `names the well-known test certificate`() {
    let certificate = PolicyFixture.certificate(
      subject: "EMAILADDRESS=android@android.com,CN=Android", purpose: .debug, knownAs: "AOSP testkey")
    let findings = AndroidPolicy.findings(certificate: certificate, for: .store, today: PolicyFixture.today)
    #expect(findings.map(\.id) == ["android-test-certificate"])
    #expect(findings.first?.explained.message.contains("AOSP testkey") == true)
  }

  @Test(arguments: [
    (Distribution.store, Severity.error), (.adHoc, .error), (.enterprise, .error), (.debug, .warning),
  ])
  func `an expired or future certificate stops releases`(distribution: Distribution, severity: Severity) {
    #expect(
      ids(PolicyFixture.certificate(until: -1), distribution)["android-certificate-expired"] == severity)
    #expect(
      ids(PolicyFixture.certificate(from: 1), distribution)["android-certificate-not-yet-valid"] == severity)
  }

  @Test(arguments: [
    (Distribution.store, Severity?.some(.error)), (.adHoc, .note), (.enterprise, .note), (.debug, nil),
  ])
  func `a certificate that ends before 23 October 2033 is too short for a store`(
    distribution: Distribution, severity: Severity?
  ) {
    let id = "android-certificate-expires-too-soon"
    // 22 November 2026 and 2,525 days make 22 October 2033, before noon or at midnight after.
    #expect(ids(PolicyFixture.certificate(until: 2525.5), distribution)[id] == severity)
    #expect(ids(PolicyFixture.certificate(until: 2527), distribution)[id] == nil)
  }

  @Test func `on Google Play a debug distribution is judged like a release`() {
    let findings = AndroidPolicy.findings(
      certificate: PolicyFixture.certificate(subject: "CN=Android Debug,O=Android,C=US", purpose: .debug),
      for: .debug, onGooglePlay: true, today: PolicyFixture.today)
    #expect(findings.map(\.id) == ["android-debug-certificate"])
  }

  @Test func `shows both fingerprints of an unexpected certificate, in either digest`() throws {
    let facts = try PolicyFixture.facts()
    for (length, expected) in [(64, "B"), (40, "b")] {
      let wanted = String(repeating: expected, count: length)
      let finding = PolicyFixture.findings(
        facts, for: .store, expecting: ArtifactExpectation(certificate: wanted))[
          "android-unexpected-certificate"]
      #expect(finding?.severity == .error)
      #expect(
        finding?.parameters["expected"] == "\(length == 64 ? "SHA-256" : "SHA-1") \(wanted.lowercased())")
      let found = (
        "SHA-256 " + String(repeating: "a", count: 64), "SHA-1 " + String(repeating: "a", count: 40)
      )
      #expect(finding?.parameters["found"] == "CN=Acme (\(found.0), \(found.1))")
    }
  }

  @Test func `takes an expected fingerprint as keytool prints it`() throws {
    let printed = Array(repeating: "AA", count: 32).joined(separator: ":")
    let findings = PolicyFixture.findings(
      try PolicyFixture.facts(), for: .store, expecting: ArtifactExpectation(certificate: printed))
    #expect(findings["android-unexpected-certificate"] == nil)
  }

  @Test func `looks for the expected certificate in every scheme`() throws {
    var facts = try PolicyFixture.facts(.apk)
    facts.signatures.append(
      SignatureFact(scheme: .v1, signer: 1, certificates: [PolicyFixture.certificate(digit: "c")]))
    let finding = PolicyFixture.findings(
      facts, for: .adHoc, expecting: ArtifactExpectation(certificate: String(repeating: "a", count: 64)))[
        "android-unexpected-certificate"]
    #expect(finding?.location == "v1")
  }

  @Test(arguments: Distribution.allCases)
  func `an unsigned package goes nowhere`(distribution: Distribution) throws {
    let facts = try PolicyFixture.facts(certificate: nil)
    #expect(PolicyFixture.findings(facts, for: distribution)["android-unsigned"]?.severity == .error)
  }

  @Test func `tells of one certificate once, with all its places`() throws {
    let debug = PolicyFixture.certificate(subject: "CN=Android Debug,O=Android,C=US", purpose: .debug)
    var facts = try PolicyFixture.facts(.apk, certificate: debug)
    facts.signatures.append(SignatureFact(scheme: .v3, signer: 1, certificates: [debug]))
    let findings = AndroidPolicy.findings(facts: facts, for: .adHoc, today: PolicyFixture.today)
    #expect(
      findings.filter { $0.id == "android-debug-certificate" }.map(\.location) == ["v2 signer 1, v3 signer 1"]
    )
  }
}
