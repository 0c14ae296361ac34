/// The tries of one request under a policy.
package struct Retries: Sendable {
  package let policy: RetryPolicy
  /// Failures so far.
  package private(set) var failures = 0
  private let start = ContinuousClock.now

  package init(_ policy: RetryPolicy) {
    self.policy = policy
  }

  /// What to do about the outcome of a try: nil when it is for good, or when no try is left.
  package mutating func next(after result: Result<Response, TransferError>) -> Retry? {
    let cause: Retry.Cause
    var asked: Duration?
    switch result {
    case .success(let response):
      guard response.isPassing else { return nil }
      cause = .status(response.status)
      asked = response.retryAfter()
    case .failure(let error):
      guard error.isPassing else { return nil }
      cause = .error(error)
    }
    failures += 1
    guard failures < policy.attempts else { return nil }
    let pause = policy.pause(after: failures, asked: asked, chance: .random(in: 0...1))
    guard start.duration(to: .now) + pause <= policy.budget else { return nil }
    return Retry(cause: cause, failures: failures, attempts: policy.attempts, pause: pause)
  }

  /// Waits.
  ///
  /// - Throws: ``TransferError/cancelled``.
  package static func wait(_ pause: Duration) async throws(TransferError) {
    do {
      try await Task.sleep(for: pause)
    } catch {
      throw .cancelled
    }
  }
}
