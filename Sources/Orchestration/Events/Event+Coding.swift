import FoundationEssentials

/// One flat object: `{"event":"step-finished","time":"2026-11-22T05:45:12Z","target":"acme","step":"sign",…}`. The
/// names are stable; a key that says nothing is left out. A record's payload stands in `result` as the JSON it is.
extension Event: Codable {
  package func encode(to encoder: any Encoder) throws {
    try EventLine(self).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    let line = try EventLine(from: decoder)
    guard let kind = line.kind else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no event as Slipway writes them"))
    }
    self.init(kind, at: line.time)
  }

  /// The event as one line of JSON without its end: keys in alphabetical order, times in ISO 8601.
  package func line() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return try Array(encoder.encode(self))
  }
}

private struct EventLine: Codable {
  enum Name: String, Codable {
    case runStarted = "run-started"
    case warning
    case stepStarted = "step-started"
    case stepProgress = "step-progress"
    case stepFinished = "step-finished"
    case stepFailed = "step-failed"
    case gateOpened = "gate-opened"
    case targetFinished = "target-finished"
    case runFinished = "run-finished"
  }

  let event: Name
  let time: Date
  var run: String?
  var pipeline: String?
  var targets: [String]?
  var steps: Int?
  var jobs: Int?
  var warning: String?
  var path: String?
  var target: String?
  var step: String?
  var progress: StepProgress?
  var unchanged: Bool?
  var outputs: [StepRecord.Output]?
  var result: JSONValue?
  var troubles: [Trouble]?
  var outcome: Event.TargetResult?
  var status: Int32?
  var seconds: Double?

  private static let journalMovedAside = "journal-moved-aside"

  init(_ event: Event) {
    time = event.time
    switch event.kind {
    case .runStarted(let run, let pipeline, let targets, let steps, let jobs):
      self.event = .runStarted
      self.run = run
      self.pipeline = pipeline
      self.targets = targets
      self.steps = steps
      self.jobs = jobs
    case .warning(.journalMovedAside(let path)):
      self.event = .warning
      warning = Self.journalMovedAside
      self.path = path
    case .stepStarted(let id):
      self.event = .stepStarted
      name(id)
    case .stepProgress(let id, let progress):
      self.event = .stepProgress
      name(id)
      self.progress = progress
    case .stepFinished(let id, let record, let unchanged, let seconds):
      self.event = .stepFinished
      name(id)
      self.unchanged = unchanged
      outputs = record.outputs
      result = JSONValue(record.payload)
      self.seconds = seconds
    case .stepFailed(let id, let troubles, let seconds):
      self.event = .stepFailed
      name(id)
      self.troubles = troubles
      self.seconds = seconds
    case .gateOpened(let target):
      self.event = .gateOpened
      self.target = target
    case .targetFinished(let target, let result):
      self.event = .targetFinished
      self.target = target
      outcome = result
    case .runFinished(let run, let status, let seconds):
      self.event = .runFinished
      self.run = run
      self.status = status
      self.seconds = seconds
    }
  }

  /// Nil when a key is missing that the event needs.
  var kind: Event.Kind? {
    let id = target.flatMap { target in step.map { StepID(target: target, name: $0) } }
    switch event {
    case .runStarted:
      guard let run, let pipeline, let targets, let steps, let jobs else { return nil }
      return .runStarted(run: run, pipeline: pipeline, targets: targets, steps: steps, jobs: jobs)
    case .warning:
      guard warning == Self.journalMovedAside, let path else { return nil }
      return .warning(.journalMovedAside(path: path))
    case .stepStarted:
      return id.map { .stepStarted($0) }
    case .stepProgress:
      guard let id, let progress else { return nil }
      return .stepProgress(id, progress)
    case .stepFinished:
      guard let id, let outputs, let unchanged, let seconds else { return nil }
      let record = StepRecord(outputs: outputs, payload: result?.bytes ?? [])
      return .stepFinished(id, record, unchanged: unchanged, seconds: seconds)
    case .stepFailed:
      guard let id, let troubles, let seconds else { return nil }
      return .stepFailed(id, troubles, seconds: seconds)
    case .gateOpened:
      return .gateOpened(target: target)
    case .targetFinished:
      guard let target, let outcome else { return nil }
      return .targetFinished(target: target, result: outcome)
    case .runFinished:
      guard let run, let status, let seconds else { return nil }
      return .runFinished(run: run, status: status, seconds: seconds)
    }
  }

  private mutating func name(_ id: StepID) {
    target = id.target
    step = id.name
  }
}
