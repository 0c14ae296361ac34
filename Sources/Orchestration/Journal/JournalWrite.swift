import FoundationEssentials
import GRDB

/// One change of the journal.
enum JournalWrite: Sendable {
  case begin(RunSummary)
  case finish(run: String, time: Date, status: Int32)
  case entry(JournalEntry)
  case outcome(run: String, place: Int, StepSummary)

  func apply(to database: Database) throws {
    switch self {
    case .begin(let run):
      try database.execute(
        sql: "INSERT INTO runs (run, pipeline, started, options) VALUES (?, ?, ?, ?)",
        arguments: [run.run, run.pipeline, run.started.timeIntervalSince1970, run.options])
    case .finish(let run, let time, let status):
      try database.execute(
        sql: "UPDATE runs SET finished = ?, status = ? WHERE run = ?",
        arguments: [time.timeIntervalSince1970, status, run])
    case .entry(let entry):
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO steps (pipeline, target, step, digest, state, run, time, record)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        entry.key.pipeline, entry.key.step.target, entry.key.step.name, entry.key.digest,
        entry.state.rawValue,
        entry.run, entry.time.timeIntervalSince1970, try entry.record.map(JSONEncoder().encode),
      ])
    case .outcome(let run, let place, let summary):
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO outcomes (run, place, target, step, outcome, seconds, troubles, record)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        run, place, summary.step.target, summary.step.name, summary.outcome, summary.seconds,
        try JSONEncoder().encode(summary.troubles), try summary.record.map(JSONEncoder().encode),
      ])
    }
  }
}
