import FoundationEssentials
import Synchronization
import Testing

@testable import Orchestration

@Suite struct EventTests {
  static let time = Date(timeIntervalSince1970: 1_800_000_000)
  static let record = StepRecord(
    outputs: [.init(path: "/out/a.apk", sha256: "ab", size: 3)],
    payload: Array(#"{"findings":[],"ratio":0.5,"signed":true,"size":3,"store":null}"#.utf8))
  static let kinds: [(Event.Kind, String)] = [
    (
      .runStarted(run: "r", pipeline: "p", targets: ["a"], steps: 5, jobs: 2),
      #""event":"run-started","jobs":2,"pipeline":"p","run":"r","steps":5,"targets":["a"]"#
    ),
    (
      .warning(.journalMovedAside(path: "/s/j")),
      #""event":"warning","path":"/s/j""#
    ),
    (.stepStarted("a sign"), #""event":"step-started","step":"sign","target":"a""#),
    (
      .stepProgress("a sign", StepProgress(completed: 1, total: 2)),
      #""event":"step-progress","progress":{"completed":1,"total":2},"step":"sign","target":"a""#
    ),
    (
      .stepFinished("a sign", record, unchanged: false, seconds: 0.25),
      #""event":"step-finished","outputs":[{"path":"/out/a.apk","sha256":"ab","size":3}],"result":"#
        + #"{"findings":[],"ratio":0.5,"signed":true,"size":3,"store":null},"seconds":0.25,"step":"sign","target":"a""#
    ),
    (
      .stepFailed("a sign", [Trouble(message: "No.", remedy: nil, status: 1)], seconds: 1),
      #""event":"step-failed","seconds":1,"step":"sign","target":"a""#
    ),
    (.gateOpened(target: nil), #""event":"gate-opened""#),
    (
      .targetFinished(target: "a", result: .done), #""event":"target-finished","outcome":"done","target":"a""#
    ),
    (
      .runFinished(run: "r", status: 0, seconds: 2),
      #""event":"run-finished","run":"r","seconds":2,"status":0"#
    ),
  ]

  @Test(arguments: kinds) func `is one flat line`(kind: Event.Kind, text: String) throws {
    let event = Event(kind, at: Self.time)
    let line = String(decoding: try event.line(), as: UTF8.self)
    #expect(line.hasPrefix("{" + text + ","))
    #expect(line.contains(#""time":"2027-01-15T08:00:00Z""#))
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    #expect(try decoder.decode(Event.self, from: Data(line.utf8)) == event)
  }

  @Test func `what the runner says that is no JSON is left out`() throws {
    let record = StepRecord(payload: Array("not json".utf8))
    let line = try Event(.stepFinished("a sign", record, unchanged: true, seconds: 0)).line()
    #expect(!String(decoding: line, as: UTF8.self).contains("result"))
  }

  @Test func `the hundred-thousandth event takes no more stack than the first`() {
    let count = Mutex(0)
    let order = EventOrder { _ in count.withLock { $0 += 1 } }
    for _ in 0..<100_000 { order.emit(.stepStarted("a sign")) }
    #expect(count.withLock { $0 } == 100_000)
  }
}
