import ArgumentParser
import Pipelines
import SlipwayKit

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", _superCommandName: "slipway",
    abstract: "Prints the JSON Schema of pipeline files, for editors.",
    discussion: """
      Keep it beside the pipeline file and name it in the file's first line:
        # yaml-language-server: $schema=slipway.schema.json
      """)

  func run() throws {
    try Session.run { session in
      session.console.document(PipelineSchema.text)
      return .done
    }
  }
}
