import Bytes
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Turns planned targets into steps for the engine and what does them.
struct RunSteps {
  let pipeline: Pipeline
  let keys: KeyOpener
  let workers: Workers
  let invocation: Invocation
  /// The state folder, absolute.
  let state: String
  let skip: Set<SkippableStep>
  let keepReport: @Sendable (_ target: String, VerificationReport) -> Void
  let digests = FileDigests()

  private(set) var schedule: [Step] = []
  private(set) var doers: [StepID: any TargetStep] = [:]

  init(
    pipeline: Pipeline, keys: KeyOpener, workers: Workers, invocation: Invocation, state: String,
    skip: Set<SkippableStep>, keepReport: @escaping @Sendable (String, VerificationReport) -> Void
  ) {
    self.pipeline = pipeline
    self.keys = keys
    self.workers = workers
    self.invocation = invocation
    self.state = state
    self.skip = skip
    self.keepReport = keepReport
  }

  var runner: PipelineRunner { PipelineRunner(steps: doers, digests: digests) }

  /// build ▶ package ▶ debug symbols ▶ sign ▶ verify ▶ archives ▶ deliver.
  ///
  /// Archives and debug symbols wait for the build alone.
  mutating func add(_ planned: PlannedTarget) {
    let target = planned.target
    var before: [StepID] = []
    if let build = target.build, !skip.contains(.build) {
      let step = BuildStep(
        target: target.name, declaration: build, payload: target.payload, pipeline: pipeline, state: state,
        invocation: invocation, digests: digests)
      before = [add(StepName.build, of: target, .waiting, needs: [], step)]
    }
    let package = add(
      StepName.package, of: target, .processing, needs: before,
      PackageStep(
        target: target, pipeline: pipeline, workPath: "\(state)/work/\(target.name)", digests: digests,
        workers: workers))
    let output = planned.output ?? "\(pipeline.absolutePath(target.output.value))/\(target.name)"
    let packsSymbols = planned.packsSymbols(skipping: skip)
    var symbols: [StepID] = []
    if packsSymbols {
      let step = SymbolsStep(
        target: target, pipeline: pipeline, output: "\(output.folder)/\(target.symbolsFileName)",
        digests: digests)
      symbols = [add(StepName.archive(DebugSymbols.name), of: target, .processing, needs: before, step)]
    }
    let sign = add(
      StepName.sign, of: target, .processing, needs: [package],
      SignStep(
        target: target, pipeline: pipeline, signers: planned.signers, output: output, now: invocation.now,
        keys: keys, workers: workers, digests: digests))
    let keep = keepReport
    let verify = add(
      StepName.verify, of: target, .processing, needs: [sign] + symbols,
      VerifyStep(planned: planned, keys: keys, now: invocation.now, workers: workers) {
        keep(target.name, $0)
      })
    var packed: [StepID] = []
    if !skip.contains(.archives) {
      packed = target.archives.map { addArchive($0, of: target, output: output, needs: before) }
    }
    for (index, destination) in planned.destinations.enumerated() {
      add(
        StepName.deliver(index + 1), of: target, .delivery, needs: [sign, verify] + symbols + packed,
        DeliverStep(
          target: target, pipeline: pipeline, planned: destination,
          archives: skip.contains(.archives) ? [] : target.archives.map(\.name), packsSymbols: packsSymbols,
          workers: workers, digests: digests))
    }
  }

  private mutating func addArchive(
    _ archive: ArchiveDeclaration, of target: Target, output: String, needs: [StepID]
  ) -> StepID {
    let step = ArchiveStep(
      declaration: archive, source: pipeline.absolutePath(archive.from.value),
      output: "\(output.folder)/\(target.archiveFileName(archive))", compression: target.package.compression,
      epoch: invocation.environment["SOURCE_DATE_EPOCH"].flatMap { Int($0) }, digests: digests)
    return add(StepName.archive(archive.name), of: target, .processing, needs: needs, step)
  }

  @discardableResult
  private mutating func add(
    _ name: String, of target: Target, _ kind: Step.Kind, needs: [StepID], _ doer: some TargetStep
  ) -> StepID {
    let id = StepID(target: target.name, name: name)
    schedule.append(Step(id, needs: needs, kind: kind))
    doers[id] = doer
    return id
  }
}
