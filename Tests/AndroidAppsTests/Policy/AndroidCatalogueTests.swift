import Testing

@testable import AndroidApps
@testable import Releases

@Suite struct AndroidCatalogueTests {
  /// Findings of every kind that the policies raise: one spoilt package per rule.
  static func findings() throws -> [Finding] {
    var all: [Finding] = []
    func judge(_ facts: AndroidFacts, _ expecting: ArtifactExpectation = ArtifactExpectation()) {
      for distribution in Distribution.allCases {
        for onGooglePlay in [true, false] {
          all += AndroidPolicy.findings(
            facts: facts, for: distribution, onGooglePlay: onGooglePlay, expecting: expecting,
            today: PolicyFixture.today)
        }
      }
    }
    let wrong = ArtifactExpectation(application: "a", version: "b", build: "c", certificate: "d")
    for name in ManifestFixture.names {
      for format in [PackageFormat.apk, .aab] { judge(try PolicyFixture.facts(format, name), wrong) }
    }
    for certificate in [
      PolicyFixture.certificate(subject: "CN=Android Debug", purpose: .debug),
      PolicyFixture.certificate(purpose: .debug), PolicyFixture.certificate(until: -1),
      PolicyFixture.certificate(from: 1), PolicyFixture.certificate(until: 1), nil,
    ] {
      judge(try PolicyFixture.facts(certificate: certificate))
    }
    var apk = try PolicyFixture.facts(.apk)
    apk.size = 1 << 30
    for library in [
      PolicyFixture.library(isStored: false), PolicyFixture.library(dataOffset: 3),
      PolicyFixture.library(dataOffset: 4096, alignment: 4096), PolicyFixture.library(alignment: nil),
    ] {
      apk.nativeLibraries = [library]
      judge(apk)
    }
    for table in [
      AndroidFacts.ResourceTable(isStored: false, dataOffset: 0), .init(isStored: true, dataOffset: 1),
    ] {
      apk.resourceTable = table
      judge(apk)
    }
    apk.manifest = try PolicyFixture.manifest("debuggable")
    judge(apk)
    apk.nativeLibraries = [PolicyFixture.library("x86")]
    judge(apk)
    var bundle = try PolicyFixture.facts()
    bundle.bundle?.pageAlignment = 4096
    judge(bundle)
    return all
  }

  @Test func `every finding of the policies has an entry, and every entry of theirs is found`() throws {
    let raised = Set(try Self.findings().map(\.id))
    #expect(raised.filter { Catalogue.entry(for: $0) == nil } == [])
    let written =
      Catalogue.androidIdentity + Catalogue.androidRelease + Catalogue.androidCompatibility
      + Catalogue.androidGooglePlay
    #expect(Set(written.map(\.id)) == raised)
    #expect(AndroidVerdicts.ids == raised)
    #expect(Catalogue.chapters.flatMap(\.entries).map(\.id) == Catalogue.entries.map(\.id))
  }

  @Test func `no remedy needs a pipeline file, but where only a pipeline expects something`() {
    for entry in Catalogue.entries where entry.subject != .application {
      for word in ["sign: key", "package: alignment", "in its target", "accept:"] {
        #expect(!entry.remedy.contains(word), "\(entry.id): \(entry.remedy)")
      }
    }
  }

  @Test func `words of stores come with a page on which somebody was told so`() {
    for saying in Catalogue.android.flatMap(\.sayings) {
      #expect(saying.source?.hasPrefix("https://github.com/") == true, "\(saying.says)")
    }
  }

  @Test func `every place in a sentence is filled`() throws {
    for finding in try Self.findings() {
      let words = finding.explained
      for text in [words.message, words.remedy, words.store?.says ?? ""] {
        #expect(!text.contains("{") && !text.contains("}"), "\(finding.id): \(text)")
      }
    }
  }

  @Test(arguments: SignatureIssue.allCases)
  func `every check of signatures has an entry that cannot be accepted`(issue: SignatureIssue) {
    let entry = Catalogue.entry(for: issue.rawValue)
    #expect(entry?.subject == .signature)
    #expect(entry?.sayings.isEmpty == (issue.severity == .warning))
  }

  @Test func `ids are kebab-case and stand once, texts are whole sentences, pages are of Google`() {
    let entries = Catalogue.android
    #expect(Set(entries.map(\.id)).count == entries.count)
    for entry in entries {
      #expect(entry.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(entry.id)")
      for text in [entry.message, entry.remedy] {
        #expect(text.last == "." && !text.contains("  ") && text.count < 260, "\(entry.id): \(text)")
      }
      #expect(
        ["https://developer.android.com/", "https://source.android.com/", "https://support.google.com/"]
          .contains { entry.help.hasPrefix($0) })
    }
  }

  @Test func `never accepts who signed, nor a build for debugging`() throws {
    let findings = try Self.findings()
    let accepted = Acceptance(
      Dictionary(findings.map { ($0.id, "reason") }, uniquingKeysWith: { first, _ in first }))
    let identity = Set(Catalogue.androidIdentity.map(\.id) + ["debuggable", "test-only"])
    #expect(Set(accepted.unacceptable) == identity)
    for (before, after) in zip(findings, accepted.applied(to: findings)) {
      #expect(after.severity == (identity.contains(before.id) ? before.severity : .note))
      #expect(after.parameters["accepted"] == (identity.contains(before.id) ? nil : "reason"))
    }
  }

  @Test func `knows misspelt ids, and accepts nothing unknown`() {
    let acceptance = Acceptance(["target-api-level-low": "kiosk", "target-api-levle-low": "typo"])
    #expect(acceptance.unknown == ["target-api-levle-low"])
    #expect(acceptance.unacceptable == [])
    let unknown = Finding("target-api-levle-low", .error)
    #expect(acceptance.applied(to: [unknown]) == [unknown])
  }
}
