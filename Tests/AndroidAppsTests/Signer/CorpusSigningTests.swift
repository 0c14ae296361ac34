import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@testable import AndroidApps

struct CorpusSigningTests {
  /// Cases whose key has been rotated: signing with a lineage comes with v3.1.
  private static let pending: Set<String> = [
    "golden-unaligned-v3-lineage-out.apk", "golden-unaligned-v1v2v3-lineage-out.apk",
    "golden-legacy-aligned-v1v2v3-lineage-out.apk", "golden-aligned-v3-lineage-out.apk",
  ]

  @Test(.needs(.apksig))
  func `writes the bytes that apksig writes`() throws {
    let identity = try SigningIdentity.corpus("rsa-2048")
    var passed = 0
    var differing: [String] = []
    var pending: [String] = []
    for row in Corpus.apksig.table("golden.tsv") {
      guard !Self.pending.contains(row[1]) else {
        pending.append(row[1])
        continue
      }
      let output = try TemporaryFile()
      _ = try AndroidSigner.sign(
        FileSource(path: Corpus.apksig.path(row[0])), output: output.file, identities: [identity],
        options: try options(row[3]), workers: Workers(limit: 2))
      let expected = try FileSource(path: Corpus.apksig.path(row[1]))
      let wanted = try expected.bytes(at: 0, count: expected.count)
      if try output.bytes() == wanted { passed += 1 } else { differing.append(row[1]) }
    }
    print("apksig golden.tsv: \(passed) byte for byte, \(differing.count) differ, \(pending.count) pending")
    for file in pending { print("  pending: \(file)") }
    #expect(differing == [])
    #expect(passed == 14)
  }

  private func options(_ text: String) throws -> SigningOptions {
    var options = SigningOptions(schemes: [.v1, .v2, .v3], alignment: .preserve)
    for setting in text.split(separator: ";") {
      let parts = setting.split(separator: "=")
      switch (parts[0], parts[1]) {
      case ("V1SigningEnabled", "false"): options.schemes?.remove(.v1)
      case ("V2SigningEnabled", "false"): options.schemes?.remove(.v2)
      case ("V3SigningEnabled", "false"): options.schemes?.remove(.v3)
      case ("MinSdkVersion", let level): options.minSDK = Int(level)
      default: try #require(parts[1] == "true", "an option that is not known: \(setting)")
      }
    }
    return options
  }
}
