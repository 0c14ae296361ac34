import FoundationEssentials
import Testing
@testable import Transfers

struct RetryPolicyTests {
  @Test(arguments: [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (60, 60)])
  func `pauses anything up to a bound that doubles`(_ failures: Int, _ seconds: Int) {
    let policy = RetryPolicy()
    #expect(policy.pause(after: failures, asked: nil, chance: 1) == .seconds(seconds))
    #expect(policy.pause(after: failures, asked: nil, chance: 0.5) == .seconds(seconds) / 2)
    #expect(policy.pause(after: failures, asked: nil, chance: 0) == .zero)
  }

  @Test(arguments: [(7, 7), (100_000, 600), (-3, 0)])
  func `waits as long as the server asks, within reason`(_ asked: Int, _ seconds: Int) {
    #expect(RetryPolicy().pause(after: 1, asked: .seconds(asked), chance: 0) == .seconds(seconds))
  }

  @Test(
    arguments: [
      ("120", 120), ("0", 0), ("-5", 0), ("Fri, 31 Dec 1999 23:59:59 GMT", 59),
      ("Friday, 31-Dec-99 23:59:59 GMT", 59), ("Fri, 31 Dec 1999 23:00:00 GMT", 0), ("soon", nil), ("", nil),
    ] as [(String, Int?)])
  func `reads Retry-After in both forms`(_ value: String, _ seconds: Int?) throws {
    let response = Response(
      status: 503, headers: try HeaderFields(["Retry-After": value]), body: [], isBodyCut: false, sent: 0,
      address: try WebAddress("https://a.example"))
    let now = Date(timeIntervalSince1970: 946_684_740)  // 23:59:00 on that day
    #expect(response.retryAfter(now: now) == seconds.map { .seconds($0) })
  }
}
