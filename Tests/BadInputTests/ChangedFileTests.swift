import Testing

/// Files that somebody changes while a run goes on, or between two.
@Suite struct ChangedFileTests {
  /// The build of the second target changes the artifact of the first, which has been signed and verified by then.
  @Test func `an artifact that changes after it was verified is not delivered`() async throws {
    let change = """

        other:
          platform: android
          distribution: ad-hoc
          application: com.example.demo
          payload: built.apk
          build:
            run: [sh, -c, "until [ -f out/app.apk ]; do sleep 0.05; done; sleep 1; printf X >> out/app.apk; cp demo.apk built.apk"]
            env: { PATH: /usr/bin:/bin }
      """
    let input = BadInput(
      "changed", 1, ["app.apk is not the file that was verified", "sign and verify anew"],
      leaves: ["app.apk", "other.apk"],
      command: ["run", "p.yaml", "--jobs", "2"]
    ) {
      try $0.write(
        "p.yaml",
        PipelineText().text + change.split(separator: "\n").map { "  \($0.dropFirst(2))\n" }.joined())
    }
    try await input.check(in: Place())
  }

  @Test(arguments: ["", "more", "other"]) func `an output that changed between two runs is made again`(
    _ text: String
  ) async throws {
    let place = try Place()
    try place.write("p.yaml", PipelineText().text)
    #expect(try await place.run(["run", "p.yaml"]).status == 0)
    let artifact = try place.bytes("out/app.apk")
    let unchanged = try await place.run(["run", "p.yaml"])
    #expect(unchanged.output.contains("sign  unchanged"), "\(unchanged.text)")
    switch text {
    case "": try place.write("out/app.apk", "")
    case "more": try place.write("out/app.apk", artifact + [0])
    default: try place.write("out/app.apk", artifact.map { $0 ^ 1 })
    }
    let again = try await place.run(["run", "p.yaml"])
    #expect(again.status == 0, "\(again.text)")
    #expect(!again.output.contains("sign  unchanged"))
    #expect(try place.bytes("out/app.apk") == artifact)
    #expect(try place.bytes("dist/app.apk") == artifact)
  }

  @Test func `a delivered file that is gone is delivered again`() async throws {
    let place = try Place()
    try place.write("p.yaml", PipelineText().text)
    #expect(try await place.run(["run", "p.yaml"]).status == 0)
    let artifact = try place.bytes("dist/app.apk")
    try place.write("dist/app.apk", "")
    let conflict = try await place.run(["run", "p.yaml"])
    #expect(conflict.status == 1 && conflict.text.contains("is taken by another file"), "\(conflict.text)")
    try place.remove("dist/app.apk")
    #expect(try await place.run(["run", "p.yaml"]).status == 0)
    #expect(try place.bytes("dist/app.apk") == artifact)
  }
}
