import FieldTools
import FoundationEssentials
import Fuzzing
import Testing

@Suite struct FuzzingTests {
  /// What fuzzing begins from, and what it once found, ends without a trap.
  @Test(arguments: FuzzTarget.allCases)
  func `inputs that were kept are read or refused`(target: FuzzTarget) throws {
    let inputs = try Self.inputs(of: target)
    #expect(!inputs.isEmpty)
    for path in inputs { target.run([UInt8](try #require(FileManager.default.contents(atPath: path)))) }
  }

  /// What is kept for a target, and the packages and manifests that `make fuzz` begins from.
  private static func inputs(of target: FuzzTarget) throws -> [String] {
    let kept = "\(Repository.folder)/fixtures/fuzz/\(target.rawValue)"
    let begun: (folder: String, endings: [String]) =
      switch target {
      case .zip: (Repository.androidFixtures, [".apk", ".aab"])
      case .binaryXML: (Repository.androidFixture("manifests"), [".axml"])
      case .protoXML: (Repository.androidFixture("manifests"), [".pb"])
      default: (kept, [])
      }
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: begun.folder)
      .filter { name in begun.endings.contains { name.hasSuffix($0) } }
    let keptNames = (try? files.contentsOfDirectory(atPath: kept)) ?? []
    return names.map { "\(begun.folder)/\($0)" } + keptNames.map { "\(kept)/\($0)" }
  }
}
