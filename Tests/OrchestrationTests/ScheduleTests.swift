import Testing

@testable import Orchestration

@Suite struct ScheduleTests {
  static let refused: [([Step], OrchestrationError)] = [
    ([Step("a x", kind: .processing), Step("a x", kind: .waiting)], .duplicateStep("a x")),
    ([Step("a x", needs: ["b y"], kind: .processing)], .unknownNeed("b y", of: "a x")),
    (
      [
        Step("a w", kind: .waiting), Step("a x", needs: ["a y"], kind: .waiting),
        Step("a y", needs: ["a x", "a w"], kind: .waiting),
      ], .circle(step: "a x")
    ),
    ([Step("a x", needs: ["a x"], kind: .waiting)], .circle(step: "a x")),
    (
      [Step("a x", kind: .delivery), Step("a y", needs: ["a x"], kind: .waiting)],
      .needsDelivery("a y", delivery: "a x")
    ),
  ]

  @Test(arguments: refused) func `refuses`(steps: [Step], error: OrchestrationError) {
    #expect(throws: error) { try Schedule(steps, release: .together) }
  }

  @Test func `knows all that a step builds on`() throws {
    let schedule = try Schedule(
      [
        Step("a z", needs: ["a y", "b x"], kind: .waiting), Step("a y", needs: ["a x"], kind: .waiting),
        Step("a x", kind: .waiting), Step("b x", kind: .waiting),
      ], release: .together)
    #expect(schedule.ancestors == [[1, 2, 3], [2], [], []])
    #expect(schedule.targets == ["a", "b"])
  }
}
