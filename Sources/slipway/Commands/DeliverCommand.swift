import ArgumentParser
import Bytes
import Releases
import SlipwayKit

struct DeliverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Verifies one package and delivers it to a folder or a server.",
    discussion: """
      What is not fit for where it is going is not delivered. A destination that asks for a login needs a pipeline \
      file: secrets are never arguments.
      """)

  @Argument(help: "A signed .apk or .aab.", completion: .file())
  var file: String

  @Option(name: .customLong("for"), help: ArgumentHelp("Where it is going.", valueName: "distribution"))
  var distribution: Distribution

  @Option(
    help: ArgumentHelp(
      "directory:PATH, or the https address of a folder to PUT into.", valueName: "destination"))
  var to: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("An option of the destination: replace=true. Repeatable.", valueName: "name=value"))
  var settings: [Assignment] = []

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func validate() throws {
    guard ["directory:", "https://", "http://"].contains(where: { to.hasPrefix($0) && to != $0 }) else {
      throw ValidationError("--to takes directory:PATH or the https address of a folder, not \(to).")
    }
    for setting in settings where setting.name != "replace" || !["true", "false"].contains(setting.value) {
      throw ValidationError(
        "--set \(setting.name)=\(setting.value): only replace=true or replace=false can be set.")
    }
  }

  func run() async throws {
    try await Session.run { session in
      let request = DeliveryRequest(
        input: file, distribution: distribution, destination: to,
        replaces: Assignment.dictionary(settings)["replace"] == "true")
      let result = try await request.perform(
        invocation: session.invocation, workers: Workers(limit: Workers.availableCores))
      switch format {
      case .human:
        session.console.show(result.verification)
        for receipt in result.receipts {
          session.console.line(
            Piece("✓ ", .green), Piece(receipt.outcome == .delivered ? "delivered to " : "was already at "),
            Piece(session.console.shortened(receipt.location), .bold))
        }
      case .json: session.console.document(try JSONDocument.text(result))
      }
      return result.verification.passes ? .done : .didNotPass
    }
  }
}
