import Testing

@testable import Pipelines

struct ReadingTests {
  @Test func `reads a pipeline with two targets`() throws {
    let pipeline = try Pipeline(
      Array(
        """
        slipway: 1
        name: demo
        keys:
          demo-upload:
            platform: android
            purpose: distribution
            default: true
            keystore: demo.p12
            password: { file: demo.password }
        defaults:
          all: { output: out }
          android:
            package: { alignment: 16384 }
        targets:
          demo-bundle:
            platform: android
            distribution: store
            application: app.slipway.demo
            payload: payloads/*.aab
            sign: { key: default }
            deliver:
              - directory: { path: dist }
              - http: { url: http://127.0.0.1:8080/releases/ }
          demo-debug:
            platform: android
            distribution: debug
            payload: payloads/demo.apk
        """.utf8), file: "pipelines/demo.yaml", in: Surroundings(readFile: { _ in [] }))
    #expect(pipeline.targets.map(\.name) == ["demo-bundle", "demo-debug"])
    #expect(pipeline.keys.first?.position == Position(file: "pipelines/demo.yaml", line: 4, column: 3))
    #expect(pipeline.targets[0].package.alignment == .pages(16384))
    #expect(pipeline.targets[0].deliver.map(\.word) == ["directory", "http"])
    #expect(pipeline.path("demo.p12") == "pipelines/demo.p12")
  }
}
