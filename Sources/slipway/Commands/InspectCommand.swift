import ArgumentParser
import Bytes
import SlipwayKit

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what a package says about itself, without judging it.")

  @Argument(help: "An .apk or .aab.", completion: .file())
  var file: String

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func run() async throws {
    try await Session.run { session in
      let workers = Workers(limit: Workers.availableCores)
      let inspection = try await workers.run { try Inspection.of(file, workers: workers) }
      switch format {
      case .human: session.console.show(inspection)
      case .json: session.console.document(try JSONDocument.text(inspection))
      }
      return .done
    }
  }
}
