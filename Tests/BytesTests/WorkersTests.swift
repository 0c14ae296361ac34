import Glibc
import Synchronization
import Testing

@testable import Bytes

@Suite struct WorkersTests {
  /// What the calls of a test have in common.
  final class Tally: Sendable {
    let seen = Mutex<[Int]>([])
    let running = Mutex((now: 0, most: 0))
  }

  struct Broken: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 7]) func `calls the body once for every number`(limit: Int) {
    let tally = Tally()
    Workers(limit: limit).concurrently(500) { index in tally.seen.withLock { $0.append(index) } }
    #expect(tally.seen.withLock { $0.sorted() } == Array(0..<500))
  }

  @Test func `never runs more at once than the limit`() async throws {
    let workers = Workers(limit: 3)
    let tally = Tally()
    let work: @Sendable () -> Void = {
      workers.concurrently(40) { _ in
        tally.running.withLock { $0 = (now: $0.now + 1, most: max($0.most, $0.now + 1)) }
        usleep(100)
        tally.running.withLock { $0.now -= 1 }
      }
    }
    async let first: Void = workers.run(work)
    async let second: Void = workers.run(work)
    async let third: Void = workers.run(work)
    async let fourth: Void = workers.run(work)
    _ = try await (first, second, third, fourth)
    #expect((2...3).contains(tally.running.withLock { $0.most }))
    #expect(tally.running.withLock { $0.now } == 0)
  }

  @Test func `the first error is thrown and stops the rest`() async {
    let tally = Tally()
    let workers = Workers(limit: 1)
    await #expect(throws: Broken(index: 5)) {
      try await workers.run {
        // The only permit is taken here, so that no other thread joins.
        try workers.concurrently(10_000) { (index: Int) throws(Broken) in
          tally.seen.withLock { $0.append(index) }
          if index == 5 { throw Broken(index: index) }
        }
      }
    }
    #expect(tally.seen.withLock { $0 } == Array(0...5))
  }

  @Test(arguments: [1, 3]) func `both pieces of work are done, whatever the other comes to`(limit: Int)
    async throws
  {
    let workers = Workers(limit: limit)
    let results = try await workers.run { workers.both({ 1 }, { "two" }) }
    #expect(results == (1, "two"))
    await #expect(throws: Broken(index: 1)) {
      try await workers.run {
        try workers.both(
          { () throws(Broken) -> Int in throw Broken(index: 1) },
          { () throws(Broken) -> Int in throw Broken(index: 2) })
      }
    }
  }

  /// A thread that has done its own part takes part in what another one shares, whose first call is still under way.
  @Test func `a thread that becomes free joins work already begun`() async throws {
    let workers = Workers(limit: 2)
    let begun = Mutex<Set<String>>([])
    @Sendable func waits(for name: String) -> Bool {
      for _ in 0..<2000 {
        if begun.withLock({ $0.contains(name) }) { return true }
        usleep(5000)
      }
      return false
    }
    let met = try await workers.run {
      workers.both(
        { waits(for: "call 0") },
        {
          let joined = Mutex(false)
          workers.concurrently(2) { call in
            begun.withLock { _ = $0.insert("call \(call)") }
            if call == 0, waits(for: "call 1") { joined.withLock { $0 = true } }
          }
          return joined.withLock { $0 }
        })
    }
    #expect(met == (true, true))
  }

  @Test func `a thread that brings work counts as one of those at work`() {
    let workers = Workers(limit: 2)
    let tally = Tally()
    workers.perform {
      workers.concurrently(40) { _ in
        tally.running.withLock { $0 = (now: $0.now + 1, most: max($0.most, $0.now + 1)) }
        usleep(100)
        tally.running.withLock { $0.now -= 1 }
      }
    }
    #expect((1...2).contains(tally.running.withLock { $0.most }))
  }

  @Test func `work is done once, on a new thread or on one that waited`() async {
    let tally = Tally()
    for round in 0..<4 {
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
          group.addTask {
            await withCheckedContinuation { continuation in
              WorkerThread.run {
                tally.seen.withLock { $0.append(round * 40 + number) }
                continuation.resume()
              }
            }
          }
        }
      }
    }
    #expect(tally.seen.withLock { $0.sorted() } == Array(0..<160))
  }

  @Test func `a thread that is done takes further work`() async {
    // What a thread keeps of its own shows that it has been here before.
    var key = pthread_key_t()
    #expect(pthread_key_create(&key, nil) == 0)
    let (mark, tally) = (key, Tally())
    for round in 0..<100 {
      await withCheckedContinuation { continuation in
        WorkerThread.run {
          if pthread_getspecific(mark) != nil { tally.seen.withLock { $0.append(round) } }
          pthread_setspecific(mark, UnsafeRawPointer(bitPattern: 1))
          continuation.resume()
        }
      }
      usleep(1000)
    }
    #expect(!tally.seen.withLock { $0.isEmpty })
    pthread_key_delete(key)
  }
}
