import ArgumentParser
import SlipwayKit

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: "slipway",
    abstract: "Reads a pipeline file and says what is wrong with it.",
    discussion: """
      Nothing but the file and the tables it names is read: no key, no payload, no network. Inputs need no value.
      """)

  @OptionGroup var pipeline: PipelineArguments

  func run() throws {
    try Session.run { session in
      let file = try pipeline.read(in: session, needsInputs: false)
      let count = file.targets.count
      session.console.line(
        Piece("✓ ", .green), Piece(file.file), " is well-formed: ",
        Piece(count == 1 ? "1 target" : "\(count) targets"),
        Piece(" (\(file.targets.map(\.name).joined(separator: ", ")))"))
      return .done
    }
  }
}
