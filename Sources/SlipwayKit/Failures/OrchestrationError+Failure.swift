package import Orchestration

extension OrchestrationError: Explained {
  package var failure: Failure {
    switch self {
    case .duplicateStep(let step):
      Failure(.ourFault, "The plan has two steps named \(step).")
    case .unknownNeed(let need, let step):
      Failure(.ourFault, "The step \(step) needs \(need), which the plan does not have.")
    case .circle(let step):
      Failure(.ourFault, "The step \(step) needs itself by way of others.")
    case .needsDelivery(let step, let delivery):
      Failure(.ourFault, "The step \(step) comes before the gate and needs the delivery \(delivery).")

    case .stateInUse(let folder, let process):
      Failure(
        .tryAgain, "Another run\(process.map { ", process \($0)," } ?? "") is using \(folder).",
        remedy: "Wait until it has ended, or give this run a folder of its own with --state.")
    case .stateNotUsable(let folder, let reason):
      Failure(
        .inputOutput, "The state folder \(folder) cannot be used: \(reason).",
        remedy: "Make it writable for this user, or choose another with --state.")
    case .noSpace(let path):
      Failure(
        .inputOutput, "The disk is full while writing \(path).",
        remedy: "Free some space and run the same command again; finished steps are not repeated.")
    case .journalFailed(let path, let reason):
      Failure(
        .inputOutput, "The journal \(path) cannot be read or written: \(reason).",
        remedy: "Check the disk, then run the same command again.")
    case .journalTooNew(let path):
      Failure(
        .usage, "The journal \(path) was written by a newer Slipway.",
        remedy: "Use that version, or another folder with --state.")
    case .outputNotSynchronized(let path, let reason):
      Failure(
        .inputOutput, "\(path) cannot be brought to the disk before its delivery: \(reason).",
        remedy: "Nothing was delivered from it; run the same command again.")

    case .commandNotFound(let name, let searched?):
      Failure(
        .inputUnreadable, "There is no command \(name) in \(searched.isEmpty ? "an empty PATH" : searched).",
        remedy: "Install it, give its path, or pass PATH with `env: { PATH: inherit }`.")
    case .commandNotFound(let name, nil):
      Failure(
        .inputUnreadable, "There is no command \(name).",
        remedy: "Check the path; it is relative to the pipeline file.")
    case .commandNotStarted(let name, let reason):
      Failure(
        .inputUnreadable, "The command \(name) cannot be started: \(reason).",
        remedy: "Make it executable, and let a script begin with `#!`.")
    case .workingDirectoryNotUsable(let path, let reason):
      Failure(.inputUnreadable, "No command can be run in \(path): \(reason).", remedy: "Make this folder.")
    case .commandMalformed(let name):
      Failure(
        .inputUnreadable, "The command \(name) is empty, or has a zero byte or a variable without a name.",
        remedy: "Correct `build.run` and `build.env`.")
    case .logNotWritable(let path, let reason):
      Failure(
        .inputOutput, "The log \(path) cannot be written: \(reason).",
        remedy: "Make its folder writable, or choose another with --state.")
    case .supervisorLost(let name):
      Failure(
        .tryAgain, "The process that watches over the command \(name) was killed, and the command with it.",
        remedy: "Run the same command again; on a small machine look whether memory ran out.")
    }
  }
}
