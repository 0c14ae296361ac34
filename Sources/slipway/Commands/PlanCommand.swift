import ArgumentParser
import Bytes
import Pipelines
import SlipwayKit

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", _superCommandName: "slipway",
    abstract: "Shows what a run would do, and everything already known to stop it.",
    discussion: """
      Keys are opened, payloads and destinations looked at; nothing is written and nothing is sent. The exit status \
      is the one a run would end with: 0 when nothing stands in the way.
      """)

  @OptionGroup var pipeline: PipelineArguments
  @OptionGroup var targets: TargetArguments

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  /// The state folder that `run --dry-run` was given.
  var state: String?

  func run() throws {
    try Session.run { session in
      let file = try pipeline.read(in: session)
      let workers = Workers(limit: Workers.availableCores)
      let planner = Planner(
        file, selection: targets.selection,
        rehearsal: targets.rehearse ? rehearsal(of: file, in: session) : nil,
        workers: workers, invocation: session.invocation, ask: session.passwordPrompt)
      let plan = try workers.perform { try planner.plan() }
      switch format {
      case .human: session.console.show(plan)
      case .json: session.console.document(try JSONDocument.text(PlanDocument(plan)))
      }
      return plan.status
    }
  }

  private func rehearsal(of file: Pipeline, in session: Session) -> Rehearsal {
    var options = PipelineRun.Options()
    options.state = state
    return .planned(in: PipelineRun(file, options: options, invocation: session.invocation).stateFolder)
  }
}
