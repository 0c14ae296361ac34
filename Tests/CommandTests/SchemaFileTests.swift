import FieldTools
import Foundation
import Pipelines
import Testing

@Suite("The schema beside the pipelines")
struct SchemaFileTests {
  @Test func `is what the command prints`() throws {
    let result = try Stage().run("slipway schema")
    let file = URL(filePath: Repository.folder + "/pipelines/slipway.schema.json")
    #expect(result.status == 0)
    #expect(
      result.output == String(decoding: try Data(contentsOf: file), as: UTF8.self),
      "Write it anew: slipway schema > pipelines/slipway.schema.json")
  }

  @Test func `is JSON and says which dialect it is in`() throws {
    let schema = try JSONSerialization.jsonObject(with: Data(PipelineSchema.text.utf8)) as? [String: Any]
    #expect(schema?["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
  }
}
