import Bytes
import FoundationEssentials
import Releases
import Testing

@testable import AndroidApps

struct CorpusVerificationTests {
  @Test(.enabled(if: ApksigCorpus.isThere, "../shared/corpora/apksig is not here"))
  func `says of Google's own test packages what apksig says`() throws {
    var passed = 0
    var failed: [String] = []
    for row in ApksigCorpus.table("verify.tsv") {
      guard row.count >= 8, row[1] == "apk", row[7] == "error" else { continue }
      let path = ApksigCorpus.path(row[0])
      guard FileManager.default.fileExists(atPath: path) else { continue }
      var outcome = ""
      do {
        let result = try AndroidVerifier.verify(
          FileSource(path: path), minSDK: Int(row[2]), maxSDK: Int(row[3]), workers: Workers(limit: 2))
        let errors = result.findings.filter { $0.severity == .error }.map(\.id)
        outcome = result.verified ? "verified" : "rejected: \(errors.prefix(3))"
        let wanted = row[6].lowercased().replacing("_", with: "-")
        let isRight =
          row[5] == "any" || row[5] == "no-exception"
          || (row[5] == "verified") == result.verified && (wanted.isEmpty || errors.contains(wanted))
        if isRight { passed += 1; continue }
      } catch {
        outcome = "threw \(error)"
      }
      failed.append("\(row[0]) [\(row[2])-\(row[3])] wanted \(row[5]) \(row[6]): \(outcome)")
    }
    print("apksig verify.tsv: \(passed) passed, \(failed.count) failed")
    for line in failed { print("  \(line)") }
    #expect(passed > 0)
  }
}
