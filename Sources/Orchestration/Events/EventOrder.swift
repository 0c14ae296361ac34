import Synchronization

/// Gives events to their sink one at a time: steps report progress from threads of their own.
final class EventOrder: Sendable {
  // Beside the lock and not in it: a function that a generic type holds is wrapped once more each time it is handed
  // out to be changed, until the stack ends.
  private let sink: EventSink
  private let turn = Mutex(())

  init(_ sink: @escaping EventSink) {
    self.sink = sink
  }

  func emit(_ kind: Event.Kind) {
    turn.withLock { _ in sink(Event(kind)) }
  }

  /// A closure that passes on a step's progress at most ten times a second, and always its end.
  func progress(of step: StepID) -> @Sendable (StepProgress) -> Void {
    let pace = Pace()
    return { progress in
      if progress.completed == progress.total || pace.isDue { self.emit(.stepProgress(step, progress)) }
    }
  }
}

private final class Pace: Sendable {
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  var isDue: Bool {
    last.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < .milliseconds(100) { return false }
      last = now
      return true
    }
  }
}
