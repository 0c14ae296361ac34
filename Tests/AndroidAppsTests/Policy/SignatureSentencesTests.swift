import Bytes
import FieldTools
import Releases
import Testing

@testable import AndroidApps

/// The sentences about signatures, over packages whose signatures are broken in all the ways Google thought of.
@Suite struct SignatureSentencesTests {
  @Test(.needs(.apksig))
  func `every place in a sentence about a signature is filled`() throws {
    var unfilled: Set<String> = []
    var explained: Set<String> = []
    for name in Corpus.apksig.packages {
      let source = try FileSource(path: Corpus.apksig.path(name))
      let verification: AndroidVerification
      do {
        verification = try AndroidVerifier.verify(
          source, name: name, minSDK: nil, maxSDK: nil, workers: Workers(limit: 1))
      } catch {
        continue
      }
      for finding in verification.findings {
        let words = finding.explained
        explained.insert(finding.id)
        for text in [words.message, words.remedy] where text.contains("{") {
          unfilled.insert("\(finding.id): \(text)")
        }
      }
    }
    #expect(unfilled == [])
    #expect(explained.count > 20)
  }
}
