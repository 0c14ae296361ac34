import Age
import FieldTools
import Foundation
import Testing

/// The vectors that all implementations of the format share.
@Suite struct AgeVectorTests {
  static let corpus = Corpus("age")

  @Test(.needs(corpus)) func `every vector is what it says it is`() throws {
    var passed = 0
    var failed = 0
    var pending: [String] = []
    for name in Self.corpus.files {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.corpus.path(name))))
      let vector = try #require(AgeVector(name, bytes), "\(name) is no vector")
      guard !vector.isPending else {
        pending.append(name)
        continue
      }
      let outcome = try vector.outcome()
      #expect(outcome == vector.expectation, "\(name)")
      if outcome == vector.expectation { passed += 1 } else { failed += 1 }
    }
    print(
      "age vectors: \(passed) passed, \(pending.count) pending (hybrid: \(pending.joined(separator: ", "))), \(failed) failed"
    )
    #expect(passed > 75)
    #expect(pending.allSatisfy { $0.contains("hybrid") }, "\(pending)")
  }
}
