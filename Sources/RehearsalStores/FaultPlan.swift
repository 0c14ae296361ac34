import Synchronization

/// The faults still to come.
final class FaultPlan: Sendable {
  private let left: Mutex<[(fault: Fault, times: Int)]>

  init(_ faults: [Fault]) {
    left = Mutex(faults.map { ($0, $0.times) })
  }

  /// The fault that a request of this method meets, if any.
  func next(for method: String) -> Fault.Kind? {
    left.withLock { left in
      guard let index = left.firstIndex(where: { $0.fault.method == method && $0.times > 0 }) else {
        return nil
      }
      left[index].times -= 1
      return left[index].fault.kind
    }
  }
}
