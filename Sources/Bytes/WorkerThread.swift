import Glibc
import Synchronization

/// A thread that waits for more when it has done its work, since that is sooner begun than a new thread.
final class WorkerThread: Sendable {
  typealias Work = @Sendable () -> Void

  /// As many wait at most; further ones end.
  private static let waitingLimit = 16
  /// In bytes.
  private static let stackSize = 2 << 20

  private static let waiting = Mutex<[WorkerThread]>([])

  private let work: Mutex<Work?>
  private let isWanted = Semaphore()

  private init(_ work: @escaping Work) {
    self.work = Mutex(work)
  }

  /// Does work on a thread that waits, else on a new one; where the system has none left, on the spot.
  static func run(_ work: @escaping Work) {
    if let thread = waiting.withLock({ $0.popLast() }) {
      thread.work.withLock { $0 = work }
      thread.isWanted.signal()
    } else if !WorkerThread(work).start() {
      work()
    }
  }

  private func start() -> Bool {
    let thread = Unmanaged.passRetained(self)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    var identifier = pthread_t()
    let status = pthread_create(
      &identifier, &attributes,
      { thread in
        if let thread { Unmanaged<WorkerThread>.fromOpaque(thread).takeRetainedValue().live() }
        return nil
      }, thread.toOpaque())
    if status != 0 { thread.release() }
    return status == 0
  }

  private func live() {
    while true {
      while let work = work.withLock({ $0.take() }) { work() }
      let waits = Self.waiting.withLock { waiting in
        guard waiting.count < Self.waitingLimit else { return false }
        waiting.append(self)
        return true
      }
      guard waits else { return }
      isWanted.wait()
    }
  }
}
