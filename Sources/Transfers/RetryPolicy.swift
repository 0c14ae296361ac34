/// How often, and after how long, a failed request is sent again.
package struct RetryPolicy: Sendable {
  /// Tries in all, the first included.
  package var attempts = 6
  /// The bound of the first pause; it doubles with each further one.
  package var firstPause: Duration = .seconds(1)
  package var longestPause: Duration = .seconds(60)
  /// What is made of a server's wish to be left alone for longer.
  package var longestRetryAfter: Duration = .seconds(600)
  /// No pause begins that would end later than this after the first failure.
  package var budget: Duration = .seconds(1800)

  package init() {}

  package static let never: RetryPolicy = {
    var policy = RetryPolicy()
    policy.attempts = 1
    return policy
  }()

  /// The pause after a number of failures: anything up to the exponential bound ("full jitter"), so that many
  /// clients that failed together do not come back together, and never less than the server asked for.
  ///
  /// - Parameters:
  ///   - failures: so far, at least one.
  ///   - asked: what the server asked for.
  ///   - chance: a random number from 0 to 1.
  package func pause(after failures: Int, asked: Duration?, chance: Double) -> Duration {
    let doublings = min(max(0, failures - 1), 30)
    let jitter = min(longestPause, firstPause * (1 << doublings)) * chance
    guard let asked else { return jitter }
    return min(max(asked, .zero), longestRetryAfter) + min(jitter, firstPause)
  }
}
