import ArgumentParser
import Bytes
import SlipwayKit

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", _superCommandName: "slipway",
    abstract: "Shows what a package says about itself, without judging it.",
    discussion: """
      Who signed it is what it says too: slipway verify says whether that holds, and whether the package is fit for \
      where it is going.
      """)

  /// How the result is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, markdown
  }

  @Argument(help: "An .apk, .aab or .ipa, an .app folder, or a Mach-O file.", completion: .file())
  var file: String

  @Option(
    help:
      "How the result is printed: for people, as one document for programs, or for a comment on a pull request."
  )
  var format = Format.human

  func run() throws {
    try Session.run { session in
      let workers = Workers(limit: Workers.availableCores)
      let inspection = try workers.perform { try Inspection.of(file, workers: workers) }
      switch format {
      case .human: session.console.show(InspectionPage(inspection))
      case .json: session.console.document(try JSONDocument.text(inspection))
      case .markdown: session.console.document(InspectionDocument(page: InspectionPage(inspection)).text)
      }
      return .done
    }
  }
}
