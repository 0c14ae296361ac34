import Bytes
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

/// What has been done, kept so that a run that was killed at any moment can go on: `journal.sqlite` in the state
/// folder, in write-ahead mode with every commit brought to the disk.
///
/// Writes queue up and are committed by one writer, as many at a time as have come together since the last commit;
/// losing the last of them only repeats work. What must not be lost before the next thing happens waits for
/// ``flush()``: the start of a delivery.
package final class Journal: Sendable {
  /// The state folder.
  package let folder: String
  /// Where the journal that was found was moved, when it was damaged.
  package let movedAside: String?
  /// Whether deliveries may have been made that this journal does not know: it replaced a damaged one, now or
  /// earlier.
  let mayHaveForgotten: Bool

  private let path: String
  private let lock: StateLock
  private let pool: DatabasePool
  private let state = Mutex(State())

  private struct State {
    var pending: [JournalWrite] = []
    var isWriting = false
    var appended = 0
    var committed = 0
    var failure: OrchestrationError?
    var waiting: [(until: Int, continuation: CheckedContinuation<OrchestrationError?, Never>)] = []
  }

  /// Opens the journal of a state folder, which is made when it is missing, and holds the folder until it is
  /// gone.
  ///
  /// Blocks. A damaged journal is no error: it is moved aside and a new one begun.
  ///
  /// - Throws: ``OrchestrationError`` when another live run has the folder, the folder or the journal cannot be
  ///   used, the disk is full, or a newer Slipway wrote the journal.
  package init(folder: String) throws(OrchestrationError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .stateNotUsable(folder: folder, reason: "\(error.localizedDescription)")
    }
    let path = folder + "/journal.sqlite"
    let lock = try StateLock(folder: folder)
    var movedAside: String?
    var opened: DatabasePool
    do throws(JournalDamage) {
      opened = try Self.open(path)
    } catch {
      switch error {
      case .unusable(let reason): throw reason
      case .damaged:
        movedAside = try Self.moveAside(path)
        do throws(JournalDamage) { opened = try Self.open(path) } catch {
          throw error.asError(path: path)
        }
      }
    }
    self.folder = folder
    self.path = path
    self.lock = lock
    self.movedAside = movedAside
    pool = opened
    do {
      mayHaveForgotten = try opened.write { [movedAside] database in
        if movedAside != nil {
          try database.execute(
            sql: "INSERT OR REPLACE INTO marks VALUES (?, 'yes')", arguments: [JournalSchema.replacedMark])
        }
        return try String.fetchOne(
          database, sql: "SELECT value FROM marks WHERE name = ?", arguments: [JournalSchema.replacedMark])
          != nil
      }
    } catch {
      throw OrchestrationError(journal: path, error)
    }
  }

  /// What is known about a step with these inputs.
  ///
  /// Blocks. Does not see what still waits to be committed.
  func entry(_ key: JournalEntry.Key) throws(OrchestrationError) -> JournalEntry? {
    do {
      return try pool.read { database in
        try Row.fetchOne(
          database.cachedStatement(
            sql: """
              SELECT state, run, time, record FROM steps
              WHERE pipeline = ? AND target = ? AND step = ? AND digest = ?
              """), arguments: [key.pipeline, key.step.target, key.step.name, key.digest]
        ).flatMap { JournalEntry(key: key, row: $0) }
      }
    } catch {
      throw OrchestrationError(journal: path, error)
    }
  }

  /// Queues a write.
  ///
  /// Does not wait for the disk.
  ///
  /// - Throws: the error of an earlier write; nothing more is written after it.
  func append(_ write: JournalWrite) throws(OrchestrationError) {
    let (mustStart, failure) = state.withLock { state -> (Bool, OrchestrationError?) in
      if let failure = state.failure { return (false, failure) }
      state.pending.append(write)
      state.appended += 1
      defer { state.isWriting = true }
      return (!state.isWriting, nil)
    }
    if let failure { throw failure }
    if mustStart {
      pool.asyncWriteWithoutTransaction { self.commitPending(in: $0) }
    }
  }

  /// Waits until all that was appended before is on the disk.
  ///
  /// - Throws: the error of the write that failed.
  func flush() async throws(OrchestrationError) {
    let failure = await withCheckedContinuation { continuation in
      let known = state.withLock { state -> OrchestrationError?? in
        if let failure = state.failure { return .some(failure) }
        if state.committed == state.appended { return .some(nil) }
        state.waiting.append((state.appended, continuation))
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
    if let failure { throw failure }
  }

  /// Why nothing can be written any more.
  var failure: OrchestrationError? { state.withLock { $0.failure } }

  /// The level of SQLite's `synchronous`; 2 is FULL.
  var synchronousLevel: Int {
    get throws { try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 } }
  }

  private func commitPending(in database: Database) {
    while let batch = takeBatch() {
      var failure: OrchestrationError?
      do {
        try database.inTransaction(.immediate) {
          for write in batch { try write.apply(to: database) }
          return .commit
        }
      } catch {
        failure = OrchestrationError(journal: path, error)
      }
      settle(batch.count, failure)
    }
  }

  private func takeBatch() -> [JournalWrite]? {
    state.withLock { state in
      guard !state.pending.isEmpty, state.failure == nil else {
        state.isWriting = false
        return nil
      }
      defer { state.pending.removeAll(keepingCapacity: true) }
      return state.pending
    }
  }

  private func settle(_ count: Int, _ failure: OrchestrationError?) {
    let ready = state.withLock { state in
      state.committed += count
      state.failure = failure
      let committed = state.committed
      let ready = state.waiting.filter { failure != nil || $0.until <= committed }
      state.waiting.removeAll { failure != nil || $0.until <= committed }
      return ready
    }
    for waiting in ready { waiting.continuation.resume(returning: failure) }
  }

  private static func open(_ path: String) throws(JournalDamage) -> DatabasePool {
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
          throw JournalDamage.damaged
        }
      }
      guard try !pool.read(JournalSchema.migrator.hasBeenSuperseded) else {
        throw JournalDamage.unusable(.journalTooNew(path: path))
      }
      try JournalSchema.migrator.migrate(pool)
      return pool
    } catch {
      throw JournalDamage(error, path: path)
    }
  }

  /// Renames the journal and what SQLite keeps beside it, so that people can look at it.
  private static func moveAside(_ path: String) throws(OrchestrationError) -> String {
    let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    let aside = "\(path).damaged-\(time.filter(\.isNumber))"
    for suffix in ["", "-wal", "-shm"] where rename(path + suffix, aside + suffix) != 0 && errno != ENOENT {
      throw .journalFailed(path: path, reason: systemReason(errno))
    }
    return aside
  }
}

/// Why a journal that was found cannot be used.
private enum JournalDamage: Error {
  /// It is no database any more, or not a whole one.
  case damaged
  case unusable(OrchestrationError)

  init(_ error: any Error, path: String) {
    switch error {
    case let damage as JournalDamage: self = damage
    case let error as DatabaseError
    where error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB:
      self = .damaged
    default: self = .unusable(OrchestrationError(journal: path, error))
    }
  }

  func asError(path: String) -> OrchestrationError {
    switch self {
    case .damaged: .journalFailed(path: path, reason: "it is damaged again")
    case .unusable(let error): error
    }
  }
}

extension OrchestrationError {
  /// What an error of SQLite means for the one who runs Slipway.
  init(journal path: String, _ error: any Error) {
    switch error {
    case let error as OrchestrationError: self = error
    case let error as DatabaseError
    where error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_IOERR && isFull(above: path):
      self = .noSpace(path: path)
    case let error as DatabaseError:
      self = .journalFailed(path: path, reason: error.message ?? "\(error.resultCode)")
    default: self = .journalFailed(path: path, reason: "\(error)")
    }
  }
}

/// Whether the disk has no room for what SQLite keeps beside a journal, which it reports as any other error.
///
/// Its shared memory grows by 32 KiB at a time (<https://www.sqlite.org/walformat.html>).
private func isFull(above path: String) -> Bool {
  var disk = statvfs()
  guard statvfs(path, &disk) == 0 else { return false }
  return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 64 << 10
}

extension JournalEntry {
  /// Nil when the row holds a state or record that this version does not know: then the step is simply done again.
  fileprivate init?(key: Key, row: Row) {
    guard let state = State(rawValue: row["state"]) else { return nil }
    let bytes: Data? = row["record"]
    let record = bytes.flatMap { try? JSONDecoder().decode(StepRecord.self, from: $0) }
    if state == .done, record == nil { return nil }
    self.init(
      key: key, state: state, run: row["run"], time: Date(timeIntervalSince1970: row["time"]), record: record)
  }
}
