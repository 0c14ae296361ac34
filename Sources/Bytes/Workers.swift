import Glibc
import Synchronization

/// Threads for work that blocks or computes, and the one limit on how many run at once.
///
/// The limit is counted in permits. A step of a target holds one while it runs (``run(_:)``); work inside a file
/// spreads over whatever permits are free at that moment (``concurrently(_:_:)``). So 20 targets with one file each
/// and one target with a huge file both keep every core busy, and neither starts more threads than the limit.
/// Nothing here runs on Swift's cooperative pool, which must never block.
package final class Workers: Sendable {
  /// The most threads at work at once.
  package let limit: Int
  private let permits: Mutex<Permits>

  private struct Permits {
    /// Below zero when a permit that was lent is taken back before it is given back.
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// The calls of ``concurrently(_:_:)`` under way, the newest last.
    var shared: [any SharedWork] = []
  }

  /// - Parameter limit: at least one; a smaller number counts as one.
  package init(limit: Int) {
    self.limit = max(1, limit)
    permits = Mutex(Permits(free: max(1, limit)))
  }

  /// The cores this process may use.
  package static var availableCores: Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Runs blocking work on a thread of its own as soon as a permit is free.
  ///
  /// A cancelled task still waits for its turn and runs: the work itself looks for cancellation where it can stop.
  ///
  /// - Throws: what `body` throws.
  package func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    await acquire()
    defer { release() }
    return try await Self.onThread(body)
  }

  /// Does blocking work on the calling thread, which counts as one of those at work.
  ///
  /// For a thread that has nothing else to do: it does not wait for a permit.
  ///
  /// - Throws: what `body` throws.
  package func perform<Result>(_ body: () throws -> Result) rethrows -> Result {
    permits.withLock { $0.free -= 1 }
    defer { release() }
    return try body()
  }

  /// Runs blocking work on a thread of its own at once, without a permit: for work that mostly waits, such as a
  /// transfer.
  ///
  /// - Throws: what `body` throws.
  package static func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      WorkerThread.run { continuation.resume(with: Swift.Result(catching: body)) }
    }
  }

  /// Runs work that is short, and that nobody waits for, on a thread of its own at once and without a permit.
  package static func aside(_ body: @escaping @Sendable () -> Void) {
    WorkerThread.run(body)
  }

  /// Calls `body` with every number below `count`, on the calling thread and on as many others as permits are free or
  /// become free.
  ///
  /// Returns when all calls have returned. After the first error no further calls begin.
  ///
  /// - Throws: the first error of `body`.
  package func concurrently<Failure: Error>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws(Failure) -> Void
  ) throws(Failure) {
    guard count > 1, limit > 1 else {
      for index in 0..<count { try body(index) }
      return
    }
    let share = Share(count: count, body)
    permits.withLock { $0.shared.append(share) }
    for _ in 1..<count {
      guard acquireIfFree() else { break }
      guard share.join() else {
        release()
        break
      }
      startHelper(of: share)
    }
    share.takePart()
    permits.withLock { permits in permits.shared.removeAll { $0 === share } }
    // While it waits, this thread lends its permit to whoever still has something to share.
    release()
    share.waitForOthers()
    permits.withLock { $0.free -= 1 }
    if let failure = share.failure { throw failure }
  }

  /// Runs two pieces of work, side by side when a permit is free.
  ///
  /// - Returns: what came of both, when both have ended.
  /// - Throws: the error of the first piece, else that of the second.
  package func both<First: Sendable, Second: Sendable, Failure: Error>(
    _ first: @escaping @Sendable () throws(Failure) -> First,
    _ second: @escaping @Sendable () throws(Failure) -> Second
  ) throws(Failure) -> (First, Second) {
    let results = Mutex<(Result<First, Failure>?, Result<Second, Failure>?)>((nil, nil))
    concurrently(2) { index in
      if index == 0 {
        let result = Result(catching: first)
        results.withLock { $0.0 = result }
      } else {
        let result = Result(catching: second)
        results.withLock { $0.1 = result }
      }
    }
    guard case (let first?, let second?) = results.withLock({ $0 }) else {
      preconditionFailure("concurrently came back before its calls")
    }
    return (try first.get(), try second.get())
  }

  private func acquire() async {
    await withCheckedContinuation { continuation in
      let isFree = permits.withLock { permits in
        if permits.free > 0 {
          permits.free -= 1
          return true
        }
        permits.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  private func acquireIfFree() -> Bool {
    permits.withLock { permits in
      guard permits.free > 0 else { return false }
      permits.free -= 1
      return true
    }
  }

  /// Gives a permit to a step that waits for one, else to shared work that another thread can take part in.
  private func release() {
    enum Taker {
      case step(CheckedContinuation<Void, Never>)
      case work(any SharedWork)
    }
    let taker = permits.withLock { permits -> Taker? in
      // What was taken back early is made good first.
      if permits.free >= 0 {
        if !permits.waiting.isEmpty { return .step(permits.waiting.removeFirst()) }
        if let work = permits.shared.last(where: { $0.join() }) { return .work(work) }
      }
      permits.free += 1
      return nil
    }
    switch taker {
    case .step(let step): step.resume()
    case .work(let work): startHelper(of: work)
    case nil: break
    }
  }

  /// Has a further thread, which has joined and holds a permit, take part in shared work.
  private func startHelper(of work: any SharedWork) {
    WorkerThread.run {
      work.takePart()
      self.release()
      work.leave()
    }
  }
}

/// Work whose pieces any thread can do.
private protocol SharedWork: AnyObject, Sendable {
  /// Counts a thread in, unless nothing is left to begin.
  func join() -> Bool

  /// Does piece after piece until nothing is left to begin.
  func takePart()

  /// Counts a thread out that had joined.
  func leave()
}

/// The calls of one ``Workers/concurrently(_:_:)``: which comes next, who is still at it, what went wrong.
private final class Share<Failure: Error>: SharedWork {
  private struct State {
    var next = 0
    var others = 0
    var failure: Failure?
    var waiter: Bool = false
  }

  private let count: Int
  private let body: @Sendable (Int) throws(Failure) -> Void
  private let state = Mutex(State())
  private let done = Semaphore()

  init(count: Int, _ body: @escaping @Sendable (Int) throws(Failure) -> Void) {
    self.count = count
    self.body = body
  }

  var failure: Failure? { state.withLock { $0.failure } }

  func join() -> Bool {
    state.withLock { state in
      guard state.failure == nil, state.next < count else { return false }
      state.others += 1
      return true
    }
  }

  func takePart() {
    while let index = next() {
      do throws(Failure) {
        try body(index)
      } catch {
        state.withLock { if $0.failure == nil { $0.failure = error } }
      }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.failure == nil, state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func leave() {
    let isLast = state.withLock { state in
      state.others -= 1
      return state.others == 0 && state.waiter
    }
    if isLast { done.signal() }
  }

  func waitForOthers() {
    let mustWait = state.withLock { state in
      state.waiter = state.others > 0
      return state.waiter
    }
    if mustWait { done.wait() }
  }
}
