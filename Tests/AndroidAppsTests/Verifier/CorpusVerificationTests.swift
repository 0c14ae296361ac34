import Archives
import Bytes
import FieldTools
import FoundationEssentials
import Releases
import Testing

@testable import AndroidApps

struct CorpusVerificationTests {
  /// Cases that do not come out as apksig's yet, by file, with what is missing.
  private static let pending = [
    "v31-tgt-34-v3-attr-value-33.apk": "v3.1 is not verified",
    "v31-tgt-33-no-v3-block.apk": "v3.1 is not verified",
    "v31-tgt-33-no-v3-attr.apk": "v3.1 is not verified",
    "v31-rsa-2048_2-tgt-33-1-tgt-28.apk": "v3.1 is not verified",
    "v31-ec-p256-2-tgt-33-1-tgt-28-targetSdk-30.apk": "v3.1 is not verified",
    "v31-rsa-2048_2-tgt-10000-1-tgt-28.apk": "v3.1 is not verified",
    "v31-rsa-2048_2-tgt-10000-dev-release.apk": "v3.1 is not verified",
  ]

  @Test(.needs(.apksig))
  func `says of Google's own test packages what apksig says`() throws {
    var passed = 0
    var failed: [String] = []
    var pending: [String] = []
    var missing = 0
    for row in Corpus.apksig.table("verify.tsv") where row.count >= 8 {
      let file = row[0]
      guard FileManager.default.fileExists(atPath: Corpus.apksig.path(file)) else {
        missing += 1
        continue
      }
      let label = "\(file) \(row[1]) \(row[2])–\(row[3]) \(row[5])"
      if row[1] != "apk" || row[7] == "stamp" {
        pending.append("\(label): source stamps are not verified")
      } else if let reason = Self.pending[file] {
        pending.append("\(label): \(reason)")
      } else if let flaw = flaw(row) {
        failed.append("\(label): \(flaw)")
      } else {
        passed += 1
      }
    }
    print(
      "apksig verify.tsv: \(passed) passed, \(pending.count) pending, \(failed.count) failed, \(missing) not here"
    )
    for line in pending { print("  pending: \(line)") }
    #expect(failed == [])
    #expect(passed >= 144)
  }

  /// How a case comes out that should not; nil when it is right.
  private func flaw(_ row: [String]) -> String? {
    do {
      let result = try AndroidVerifier.verify(
        FileSource(path: Corpus.apksig.path(row[0])), minSDK: Int(row[2]), maxSDK: Int(row[3]),
        workers: Workers(limit: 2))
      let errors = result.findings.filter { $0.severity == .error }.map(\.id)
      guard row[5] != "any", row[5] != "no-exception" else { return nil }
      guard result.verified == (row[5] == "verified") else {
        return "verified is \(result.verified): \(errors)"
      }
      let wanted = row[6].lowercased().replacing("_", with: "-")
      return wanted.isEmpty || errors.contains(wanted) ? nil : "no \(wanted) among \(errors)"
    } catch {
      return "threw \(error)"
    }
  }

  @Test(
    .needs(.apksig),
    arguments: [
      "golden-unaligned-v3-lineage-out.apk", "golden-unaligned-v1v2v3-lineage-out.apk",
      "golden-legacy-aligned-v1v2v3-lineage-out.apk", "golden-aligned-v3-lineage-out.apk",
    ])
  func `follows the lineage of a rotated key`(file: String) throws {
    let source = try FileSource(path: Corpus.apksig.path(file))
    let result = try AndroidVerifier.verify(source, minSDK: 28, workers: Workers(limit: 1))
    #expect(result.verified, "\(result.findings)")

    // A bit turned in the first node's certificate: what vouches for the next one no longer does.
    let block = try #require(try SigningBlock(in: ZipDirectory(reading: source)))
    let pair = try #require(block.value(of: SigningBlock.ID.v3))
    var signers = ByteReader(pair.value)
    var list = try signers.lengthPrefixed()
    let signed = try SchemeSigner(list.lengthPrefixed(), scheme: .v3).readSignedData()
    var lineage = try #require(signed.attributes.first { $0.id == 0x3ba0_6f8c }).bytes
    #expect(try SigningLineage(lineage).certificates.count == 2)
    lineage[lineage.count - 40] ^= 1
    #expect(throws: SigningLineage.Flaw.self) { try SigningLineage(lineage) }
  }
}
