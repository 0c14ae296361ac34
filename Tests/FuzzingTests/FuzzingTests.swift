import FieldTools
import FoundationEssentials
import Fuzzing
import Testing

@Suite struct FuzzingTests {
  /// What fuzzing begins from, and what it once found, ends without a trap.
  @Test(arguments: FuzzTarget.allCases)
  func `inputs that were kept are read or refused`(target: FuzzTarget) throws {
    let folder = "\(Repository.folder)/fixtures/fuzz/\(target.rawValue)"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      target.run([UInt8](try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))))
    }
  }
}
