import FieldTools
import FoundationEssentials
import Testing

@testable import Pipelines

/// The pipeline files that come with Slipway are in order, and editors think so too.
struct ExampleTests {
  private static let folder = Repository.folder + "/pipelines"

  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test func `there is one for each common way of releasing`() {
    #expect(
      Set(ExampleTests.files).isSuperset(of: [
        "brands.yaml", "flutter.yaml", "gradle-aab.yaml", "http-server.yaml", "ios-ad-hoc.yaml",
      ]))
  }

  @Test(arguments: files) func `is in order`(_ file: String) throws {
    let path = "\(ExampleTests.folder)/\(file)"
    let text = try #require(FileManager.default.contents(atPath: path))
    let pipeline = try Pipeline(
      Array(text), file: path,
      in: Surroundings(
        needsInputs: false, readFile: { Array(try Data(contentsOf: URL(filePath: $0))) },
        findings: ["target-api-level-low"]))
    #expect(!pipeline.targets.isEmpty)
    var validator = SchemaValidator(PipelineSchema.document)
    let isAccepted = validator.accepts(JSONInstance(try YAMLDocument.read(Array(text), file: path)))
    #expect(isAccepted)
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("# yaml-language-server: $schema="))
  }
}
