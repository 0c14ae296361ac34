/// A request that failed and will be sent again.
package struct Retry: Equatable, Sendable {
  package enum Cause: Equatable, Sendable {
    case status(Int)
    case error(TransferError)
  }

  package let cause: Cause
  /// Failures so far, and tries in all.
  package let failures: Int
  package let attempts: Int
  package let pause: Duration

  package init(cause: Cause, failures: Int, attempts: Int, pause: Duration) {
    self.cause = cause
    self.failures = failures
    self.attempts = attempts
    self.pause = pause
  }
}
