import FieldTools
import Testing

@testable import Pipelines

/// The schema and the decoder accept and refuse the same files.
struct SchemaAgreementTests {
  @Test(arguments: SampleFiles.good) func `both accept`(_ sample: String) throws {
    let document = try YAMLDocument.read(Array(sample.utf8), file: "sample.yaml")
    var check = ShapeCheck()
    check.check(document, as: .record(Language.pipeline))
    #expect(check.diagnostics.all == [])
    var validator = SchemaValidator(PipelineSchema.document)
    let isAccepted = validator.accepts(JSONInstance(document))
    #expect(isAccepted)
    #expect(validator.unknownWords == [])
  }

  @Test(arguments: SampleFiles.bad) func `both refuse`(_ sample: String) throws {
    let document = try YAMLDocument.read(Array(sample.utf8), file: "sample.yaml")
    #expect(!ShapeCheck.isSound(document, as: .record(Language.pipeline)))
    var validator = SchemaValidator(PipelineSchema.document)
    let isAccepted = validator.accepts(JSONInstance(document))
    #expect(!isAccepted)
    #expect(validator.unknownWords == [])
  }

  @Test(.enabled(if: PythonJSONSchema.isThere, "python3 with jsonschema is not installed"))
  func `an independent validator agrees`() throws {
    let documents = try (SampleFiles.good + SampleFiles.bad).map { sample in
      JSONInstance(try YAMLDocument.read(Array(sample.utf8), file: "sample.yaml")).text
    }
    let verdicts = try PythonJSONSchema.verdicts(schema: PipelineSchema.text, documents: documents)
    #expect(verdicts.count == documents.count)
    let expected = SampleFiles.good.map { _ in true } + SampleFiles.bad.map { _ in false }
    for (index, pair) in zip(verdicts, expected).enumerated() {
      #expect(pair.0 == pair.1, "\(documents[index])")
    }
  }
}

/// Python's jsonschema, where it is installed.
enum PythonJSONSchema {
  static let isThere = (try? Tool.python.run(["-c", "import jsonschema"]))?.status == 0

  static func verdicts(schema: String, documents: [String]) throws -> [Bool] {
    let folder = try TemporaryFolder()
    let schemaFile = try folder.write("schema.json", schema.utf8)
    let documentsFile = try folder.write("documents.json", "[\(documents.joined(separator: ","))]".utf8)
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft7Validator.check_schema(schema)
      validator = jsonschema.Draft7Validator(schema)
      for document in json.load(open(sys.argv[2])):
          print("yes" if validator.is_valid(document) else "no")
      """
    let output = try Tool.python.run(["-c", script, schemaFile, documentsFile]).text
    return output.split(separator: "\n").map { $0 == "yes" }
  }
}
