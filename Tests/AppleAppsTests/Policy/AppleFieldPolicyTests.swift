import AppleApps
import Bytes
import FieldTools
import FoundationEssentials
import Releases
import Testing

/// The policy over an app and code that others made.
@Suite(.needs(.apple)) struct AppleFieldPolicyTests {
  static func explained(_ facts: AppleFacts) -> [ExplainedFinding] {
    Distribution.allCases.flatMap { distribution in
      ApplePolicy.findings(facts: facts, for: distribution, today: ApplePolicyFixture.today)
        .map(\.explained)
    }
  }

  static func isFilled(_ finding: ExplainedFinding) -> Bool {
    let sayings = [finding.store].compactMap(\.self) + (finding.others ?? [])
    return !([finding.message, finding.remedy] + sayings.map(\.says)).contains { $0.contains("{") }
  }

  @Test func `an app of 2016 has what its age brings`() throws {
    let tree = try FolderTree([.init(folder: Corpus.apple.path("Test.app"), at: "Payload/Test.app")])
    let findings = Self.explained(try AppleFacts.read(AppContents(tree)))
    let store = [
      "apple-certificate-expired", "apple-code-directory-outdated", "apple-development-certificate",
      "apple-get-task-allow", "apple-icon-name-missing", "apple-no-der-entitlements", "apple-profile-missing",
      "apple-sdk-too-old", "apple-swift-support-missing",
    ]
    #expect(Set(findings.map(\.id)).sorted() == store)
    #expect(findings.allSatisfy(Self.isFilled))
  }

  @Test func `code that Apple's tools signed is judged, each file by itself`() throws {
    var found: [String: [String]] = [:]
    for path in try FileManager.default.contentsOfDirectory(atPath: Corpus.apple.path("macho")) {
      let file = try MachOFile(reading: FileSource(path: Corpus.apple.path("macho/\(path)")), name: path)
      let findings = Self.explained(AppleFacts(looseCode: [try CodeFacts(file, anchors: [])]))
      #expect(findings.allSatisfy(Self.isFilled), "\(path)")
      found[path] = Set(findings.map(\.id)).sorted()
    }
    #expect(found["SwiftAsynciOS"] == ["apple-certificate-expired", "apple-development-certificate"])
    #expect(found["TestRTTI-armv7"]?.contains("apple-no-der-entitlements") == true)
    #expect(found["ls-sequoia"]?.contains("apple-certificate-unfit") == true)
  }
}
