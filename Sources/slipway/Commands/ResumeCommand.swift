import ArgumentParser
import Orchestration
import SlipwayKit

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", _superCommandName: "slipway",
    abstract: "Goes on with a run that was interrupted or failed.",
    discussion: """
      It is the same as to run again with the options that the run had: what is finished and unchanged is not done \
      twice.
      """)

  @Argument(help: "The run, as `slipway runs` names it. (default: the last one)")
  var run: String?

  @OptionGroup var place: StateArguments

  @Option(help: "How it is told: for people, or as one JSON event per line for programs.")
  var format = OutputFormat.human

  func run() async throws {
    try await Session.run { _ in
      let summary = try place.summary(of: run)
      let state = place.state.map { ["--state", $0] } ?? []
      let words = CommandWords(text: summary.options).words
      let command = try RunCommand.parse([place.pipeline, "--format", format.rawValue] + state + words)
      try await command.run()
      return .done
    }
  }
}
