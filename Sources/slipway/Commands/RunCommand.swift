import ArgumentParser
import Dispatch
import Glibc
import SlipwayKit

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", _superCommandName: "slipway",
    abstract: "Packages, signs, verifies and delivers the targets of a pipeline file.",
    discussion: """
      Nothing is delivered until everything is verified. Run it again after an interruption: what is finished and \
      unchanged is not done twice.
      """)

  @OptionGroup var pipeline: PipelineArguments
  @OptionGroup var targets: TargetArguments

  @Option(
    help: ArgumentHelp(
      "The most steps and threads at once. (default: the number of cores)", valueName: "number"))
  var jobs: Int?

  @Flag(help: "Go on with the other targets after a step failed. Errors in the plan stop all of them.")
  var keepGoing = false

  @Flag(help: "Only show the plan.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Where journal, logs and reports are. (default: .slipway beside the pipeline file)", valueName: "folder"
    ),
    completion: .directory)
  var state: String?

  @Option(help: "How it is told: for people, or as one JSON event per line for programs.")
  var format = OutputFormat.human

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1.") }
  }

  func run() async throws {
    guard !dryRun else {
      var plan = PlanCommand()
      plan.pipeline = pipeline
      plan.targets = targets
      plan.state = state
      plan.format = format
      return try plan.run()
    }
    try await Session.run { session in
      let file = try pipeline.read(in: session)
      var options = PipelineRun.Options()
      if let jobs { options.jobs = jobs }
      options.selection = targets.selection
      options.keepGoing = keepGoing
      options.rehearse = targets.rehearse
      options.state = state
      options.text = CommandWords(words).text
      let work = PipelineRun(
        file, options: options, invocation: session.invocation, ask: session.passwordPrompt)
      return try await interruptibly { try await self.run(work, in: session) }
    }
  }

  /// The options that decide what is done, for the list of runs and for `resume`.
  private var words: [String] {
    var words: [String] = []
    for setting in pipeline.settings { words += ["--set", setting.text] }
    for glob in targets.only { words += ["--only", glob] }
    for key in targets.keys { words += ["--key", key.text] }
    for step in targets.skip { words += ["--skip", step.rawValue] }
    if targets.rehearse { words.append("--rehearse") }
    if keepGoing { words.append("--keep-going") }
    return words
  }

  private func run(_ work: PipelineRun, in session: Session) async throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let narrator = RunNarrator(session.console)
    let outcome = try await work.run { event in
      switch format {
      case .human: narrator.tell(event)
      case .json:
        if let line = try? event.line() { session.console.document(String(decoding: line, as: UTF8.self)) }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    switch outcome {
    case .stopped(let plan):
      switch format {
      case .human:
        session.console.show(plan)
        if let dialogue = MissingKeyDialogue(session, pipeline: plan.pipeline),
          try dialogue.offer(plan.missingKeys)
        {
          return try await run(work, in: session)
        }
      case .json: session.console.document(try JSONDocument.line(PlanStopped(plan)))
      }
      return plan.status
    case .finished(let plan, let report, let path):
      if format == .human {
        session.console.show(report, at: path, seconds: seconds)
        session.console.show(plan.findings.map(\.explained))
      }
      return report.status
    }
  }
}

/// The one event of a run that the plan stopped.
private struct PlanStopped: Encodable {
  let event = "plan-stopped"
  let plan: PlanDocument

  init(_ plan: Plan) {
    self.plan = PlanDocument(plan)
  }
}

/// Runs work that Ctrl-C or SIGTERM cancels; a second one ends the process at once.
func interruptibly(
  _ work: @escaping @Sendable () async throws -> ExitStatus
) async throws -> ExitStatus {
  let task = Task { try await work() }
  let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      if task.isCancelled { _exit(ExitStatus.tryAgain.rawValue) }
      task.cancel()
    }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  return try await task.value
}
