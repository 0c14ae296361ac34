/// What the process tells its caller.
package enum ExitStatus: Int32, Codable, Sendable {
  case done = 0
  /// Findings of severity error, a purpose or expiry wrong in the plan, a step failed, a destination said no.
  case didNotPass = 1
  case usage = 64
  /// The input cannot be read: malformed pipeline, missing file or variable, not an app, wrong password.
  case inputUnreadable = 65
  /// A destination cannot be reached after retries.
  case unavailable = 69
  case ourFault = 70
  /// Disk full, or reading and writing failed.
  case inputOutput = 74
  /// Interrupted, or the outcome is unknown: run again.
  case tryAgain = 75
  /// A locked key, 401, 403.
  case noRight = 77

  /// The order in which one of several failures speaks for all.
  private static let precedence: [ExitStatus] = [
    .ourFault, .inputOutput, .inputUnreadable, .noRight, .didNotPass, .unavailable, .tryAgain,
  ]

  /// The status that several failures add up to; ``done`` when there are none.
  package static func combined(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
    let present = Set(statuses)
    return precedence.first(where: present.contains) ?? (present.contains(.usage) ? .usage : .done)
  }
}
