/// Why the engine could not plan, journal or start something.
///
/// That a step failed is an outcome, not an error.
package enum OrchestrationError: Error, Equatable, Sendable {
  /// Two steps of a schedule have one name.
  case duplicateStep(StepID)
  /// A step needs one that is not in the schedule.
  case unknownNeed(StepID, of: StepID)
  /// Steps that need one another in a circle; `step` is one of them.
  case circle(step: StepID)
  /// A step before the gate needs a delivery, which is behind it.
  case needsDelivery(StepID, delivery: StepID)

  /// Another live run uses the state folder. `process` is its id where it is known.
  case stateInUse(folder: String, process: Int32?)
  /// The state folder cannot be made or opened. `reason` is the system's.
  case stateNotUsable(folder: String, reason: String)
  /// The disk of the state folder is full.
  case noSpace(path: String)
  /// The journal cannot be read or written. `reason` is SQLite's.
  case journalFailed(path: String, reason: String)
  /// The journal was written by a newer Slipway.
  case journalTooNew(path: String)
  /// What a step made cannot be brought to the disk before it is delivered. `reason` is the system's.
  case outputNotSynchronized(path: String, reason: String)

  /// There is no such command; `searched` is the PATH it was looked for in, nil when it was named by a path.
  case commandNotFound(name: String, searched: String?)
  /// The command is there and cannot be started. `reason` is the system's.
  case commandNotStarted(name: String, reason: String)
  /// The folder to run the command in is missing or may not be entered. `reason` is the system's.
  case workingDirectoryNotUsable(path: String, reason: String)
  /// A command line, variable or path with a zero byte, an empty command line, or a variable without a name.
  case commandMalformed(name: String)
  /// The log file cannot be written. `reason` is the system's.
  case logNotWritable(path: String, reason: String)
  /// The supervisor of the command was killed, and the command with it.
  case supervisorLost(name: String)
}
