import GRDB

/// The tables of a journal and the steps that lead to them.
///
/// A step that was ever released never changes.
enum JournalSchema {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, steps, outcomes") { database in
      try database.execute(
        sql: """
          CREATE TABLE runs (
            run TEXT NOT NULL PRIMARY KEY, pipeline TEXT NOT NULL, started REAL NOT NULL, options TEXT NOT NULL,
            finished REAL, status INTEGER);
          CREATE TABLE steps (
            pipeline TEXT NOT NULL, target TEXT NOT NULL, step TEXT NOT NULL, digest TEXT NOT NULL,
            state TEXT NOT NULL, run TEXT NOT NULL, time REAL NOT NULL, record BLOB,
            PRIMARY KEY (pipeline, target, step, digest)) WITHOUT ROWID;
          CREATE TABLE outcomes (
            run TEXT NOT NULL, place INTEGER NOT NULL, target TEXT NOT NULL, step TEXT NOT NULL,
            outcome TEXT NOT NULL, seconds REAL NOT NULL, troubles BLOB NOT NULL, record BLOB,
            PRIMARY KEY (run, place)) WITHOUT ROWID;
          CREATE TABLE marks (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
          """)
    }
    return migrator
  }()

  /// Set when this journal replaced a damaged one, and may therefore not know of deliveries that were made.
  static let replacedMark = "replaced-a-damaged-journal"
}
