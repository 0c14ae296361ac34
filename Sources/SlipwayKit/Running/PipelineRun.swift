import Bytes
import FoundationEssentials
package import Orchestration
package import Pipelines
import RehearsalStores
import Releases
import Synchronization

/// One run of a pipeline, from the plan to the report.
package struct PipelineRun: Sendable {
  /// What the caller decides.
  package struct Options: Sendable {
    package var selection = PlanSelection()
    /// The most steps at once, and the one limit of all threads.
    package var jobs: Int
    package var keepGoing = false
    package var rehearse = false
    /// The state folder; `.slipway` beside the pipeline file when nil.
    package var state: String?
    /// The options as the caller wants to find them in the list of runs.
    package var text = ""

    package init(jobs: Int = Workers.availableCores) {
      self.jobs = jobs
    }
  }

  let pipeline: Pipeline
  let options: Options
  let invocation: Invocation
  let workers: Workers
  private let ask: PasswordPrompt?

  /// - Parameter ask: asks for passphrases; nil where nobody can be asked.
  package init(_ pipeline: Pipeline, options: Options, invocation: Invocation, ask: PasswordPrompt? = nil) {
    self.ask = ask
    self.pipeline = pipeline
    self.options = options
    self.invocation = invocation
    workers = Workers(limit: options.jobs)
  }

  /// How a run that could start ended.
  package enum Outcome: Sendable {
    /// The plan shows what stands in the way; nothing was done.
    case stopped(Plan)
    case finished(Plan, RunReport, reportPath: String)
  }

  /// Plans and runs.
  ///
  /// - Parameters:
  ///   - begin: is shown the plan before the first step.
  ///   - events: what happens, in order. Called by one caller at a time.
  /// - Throws: ``OrchestrationError`` when the state folder cannot be used, ``Failure`` for a selection that names
  ///   nothing. What goes wrong in a step is in the report.
  package func run(
    begin: @Sendable (Plan) -> Void = { _ in }, events: @escaping EventSink
  ) async throws -> Outcome {
    let state = stateFolder
    guard options.rehearse else { return try await run(rehearsal: nil, state: state, nil, begin, events) }
    // Opened first: it holds the state folder, so that the rehearsal removed is no other run's.
    let journal = try Journal(folder: state)
    let folder = "\(state)/rehearsal"
    try? FileManager.default.removeItem(atPath: folder)
    let server = try await RehearsalServer.start(folder: "\(folder)/server")
    let rehearsal = Rehearsal(address: server.address, state: state)
    let outcome: Outcome
    do {
      outcome = try await run(rehearsal: rehearsal, state: state, journal, begin, events)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
    return outcome
  }

  /// Where journal, logs and reports are, from the root.
  package var stateFolder: String {
    guard let given = options.state else { return pipeline.absolutePath(".slipway") }
    return given.hasPrefix("/") ? given : "\(FileManager.default.currentDirectoryPath)/\(given)"
  }

  private func run(
    rehearsal: Rehearsal?, state: String, _ journal: Journal?, _ begin: @Sendable (Plan) -> Void,
    _ events: @escaping EventSink
  ) async throws -> Outcome {
    let planner = Planner(
      pipeline, selection: options.selection, rehearsal: rehearsal, workers: workers, invocation: invocation,
      ask: ask)
    let (plan, keys) = try await workers.run { try planner.planWithKeys() }
    guard plan.status == .done else { return .stopped(plan) }
    begin(plan)
    let box = ReportBox()
    var steps = RunSteps(
      pipeline: pipeline, keys: keys, workers: workers, invocation: invocation, state: state,
      skip: options.selection.skip, keepReport: { box.keep($1, of: $0) })
    for target in plan.targets { steps.add(target) }
    let outcome = try await Run(
      Schedule(steps.schedule, release: ReleasePolicy(pipeline.release)), of: identity,
      options: Run.Options(jobs: options.jobs, keepGoing: options.keepGoing, text: options.text),
      journal: journal ?? Journal(folder: state), runner: steps.runner, workers: workers, events: events,
      describe: { Failure.all(of: $0).map(Trouble.init) },
      combine: { statuses in
        ExitStatus.combined(statuses.map { ExitStatus(rawValue: $0) ?? .ourFault }).rawValue
      }
    ).execute()
    return try finish(plan, outcome, box, keys, state)
  }

  private func finish(
    _ plan: Plan, _ outcome: RunOutcome, _ reports: ReportBox, _ keys: KeyOpener, _ state: String
  ) throws -> Outcome {
    let report = RunReport(
      run: outcome.run, pipeline: pipeline.name, file: pipeline.file, version: SlipwayVersion.current,
      rehearsal: options.rehearse, status: ExitStatus(rawValue: outcome.status) ?? .ourFault,
      targets: plan.targets.map {
        RunReport.Target($0, outcome: outcome, verification: reports.report(of: $0.name))
      }, uses: try keys.stored?.uses(in: plan, outcome, now: invocation.now) ?? [])
    let path = "\(state)/runs/\(outcome.run)/report.json"
    try FileManager.default.createFolder(above: path)
    let file = try AtomicFile(path: path)
    try file.write(Array(JSONDocument.text(report).utf8))
    try file.commit()
    return .finished(plan, report, reportPath: path)
  }

  /// Under which name the journal finds finished steps again.
  ///
  /// A rehearsal's are its own.
  private var identity: String {
    options.rehearse ? "\(pipeline.name) (rehearsal)" : pipeline.name
  }
}

/// The verification reports of a run, also of what did not pass.
private final class ReportBox: Sendable {
  private let reports = Mutex<[String: VerificationReport]>([:])

  func keep(_ report: VerificationReport, of target: String) {
    reports.withLock { $0[target] = report }
  }

  func report(of target: String) -> VerificationReport? {
    reports.withLock { $0[target] }
  }
}

extension ReleasePolicy {
  fileprivate init(_ mode: ReleaseMode) {
    switch mode {
    case .together: self = .together
    case .independent: self = .independent
    }
  }
}

extension Trouble {
  init(_ failure: Failure) {
    self.init(message: failure.message, remedy: failure.remedy, status: failure.status.rawValue)
  }
}
