import Bytes
import Synchronization

extension Array where Element: Sendable {
  /// The results in order, computed on all cores: reading documents and checking signatures is all that opening a store
  /// takes time for.
  func mapSideBySide<Result: Sendable>(_ body: @escaping @Sendable (Element) -> Result) -> [Result] {
    // Below that a thread takes longer to start.
    let share = 16
    let parts = stride(from: 0, to: count, by: share).map { $0..<Swift.min($0 + share, count) }
    let results = Mutex([[Result]?](repeating: nil, count: parts.count))
    let elements = self
    Workers(limit: Workers.availableCores).concurrently(parts.count) { index in
      let part = parts[index].map { body(elements[$0]) }
      results.withLock { $0[index] = part }
    }
    return results.withLock { $0.flatMap { $0 ?? [] } }
  }
}
