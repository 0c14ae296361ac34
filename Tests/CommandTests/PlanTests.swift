import Foundation
import Testing

@Suite("A plan")
struct PlanTests {
  @Test(arguments: ["plan", "plan --format json", "plan --rehearse", "run --dry-run", "check"])
  func `changes nothing, in the folder or at home`(_ command: String) throws {
    let stage = try Stage()
    let setUp = try stage.run(
      "cp $FIXTURES/demo-debug.apk app.apk && cat > slipway.yaml",
      input: """
        slipway: 1
        name: acme
        targets:
          app: { platform: android, distribution: debug, payload: app.apk, deliver: [ { directory: { path: dist } } ] }
        """)
    try #require(setUp.status == 0)
    let before = try stage.listing()
    let result = try stage.run("slipway \(command)")
    #expect(result.status == 0, "\(result.complaints)")
    #expect(try stage.listing() == before)
  }
}
