import Foundation  // Process is not in FoundationEssentials.
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
  static let isThere = (try? run(["-c", "import jsonschema"]))?.status == 0

  static func verdicts(schema: String, documents: [String]) throws -> [Bool] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let schemaFile = folder.appendingPathComponent("schema.json")
    let documentsFile = folder.appendingPathComponent("documents.json")
    try Data(schema.utf8).write(to: schemaFile)
    try Data("[\(documents.joined(separator: ","))]".utf8).write(to: documentsFile)
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft7Validator.check_schema(schema)
      validator = jsonschema.Draft7Validator(schema)
      for document in json.load(open(sys.argv[2])):
          print("yes" if validator.is_valid(document) else "no")
      """
    let output = try run(["-c", script, schemaFile.path, documentsFile.path]).output
    return output.split(separator: "\n").map { $0 == "yes" }
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
