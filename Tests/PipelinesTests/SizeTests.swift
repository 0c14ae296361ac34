import Testing

@testable import Pipelines

/// A batch of a thousand targets is read while one types.
struct SizeTests {
  @Test func `reads a thousand rows quickly`() throws {
    let text = """
      slipway: 1
      name: batch
      targets:
        brand:
          each: { from: brands.csv, name: id }
          platform: android
          distribution: store
          application: "${{ each.application }}"
          payload: "brands/${{ each.id }}.apk"
          sign: { key: "${{ each.key }}" }
          build: { run: [make], timeout: 5m, env: { BRAND: "${{ each.id }}" } }
          deliver:
            - directory: { path: "dist/${{ each.id }}" }
            - http: { url: "https://artifacts.example/${{ each.id }}/" }
      """
    let rows = (1...1000).map { "brand\($0),com.acme.brand\($0),key\($0)\n" }.joined()
    let time = try ContinuousClock().measure {
      let pipeline = try read(text, files: ["brands.csv": "id,application,key\n" + rows])
      #expect(pipeline.targets.count == 1000)
    }
    #expect(time < .seconds(10), "\(time)")
  }
}
