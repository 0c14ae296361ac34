import FoundationEssentials
import GRDB

/// The runs of a state folder, read without holding it: another run may be going on.
package struct RunHistory: Sendable {
  private let path: String

  /// - Parameter folder: the state folder; one without a journal has no runs.
  package init(folder: String) {
    path = folder + "/journal.sqlite"
  }

  /// The runs, the newest first.
  ///
  /// Blocks.
  ///
  /// - Throws: ``OrchestrationError/journalFailed(path:reason:)``.
  package func runs(limit: Int = 100) throws(OrchestrationError) -> [RunSummary] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM runs ORDER BY started DESC, run DESC LIMIT ?", arguments: [limit]
      ).map(RunSummary.init(row:))
    } ?? []
  }

  /// One run; nil when there is none of this name.
  ///
  /// Blocks.
  ///
  /// - Throws: ``OrchestrationError/journalFailed(path:reason:)``.
  package func run(_ name: String) throws(OrchestrationError) -> RunSummary? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE run = ?", arguments: [name])
        .map(RunSummary.init(row:))
    } ?? nil
  }

  /// How the steps of a run ended, in the order of its schedule; those that have not ended are missing.
  ///
  /// Blocks.
  ///
  /// - Throws: ``OrchestrationError/journalFailed(path:reason:)``.
  package func steps(of run: String) throws(OrchestrationError) -> [StepSummary] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM outcomes WHERE run = ? ORDER BY place", arguments: [run]
      ).map(StepSummary.init(row:))
    } ?? []
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(OrchestrationError) -> Value? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      return try DatabaseQueue(path: path, configuration: configuration).read(body)
    } catch {
      throw OrchestrationError(journal: path, error)
    }
  }
}

extension RunSummary {
  fileprivate init(row: Row) {
    let finished: Double? = row["finished"]
    self.init(
      run: row["run"], pipeline: row["pipeline"], started: Date(timeIntervalSince1970: row["started"]),
      finished: finished.map(Date.init(timeIntervalSince1970:)), status: row["status"],
      options: row["options"])
  }
}

extension StepSummary {
  fileprivate init(row: Row) throws {
    let record: Data? = row["record"]
    self.init(
      step: StepID(target: row["target"], name: row["step"]), outcome: row["outcome"],
      seconds: row["seconds"],
      troubles: try JSONDecoder().decode([Trouble].self, from: row["troubles"]),
      record: try record.map { try JSONDecoder().decode(StepRecord.self, from: $0) })
  }
}
