import Testing

/// One bad input: what is set up, the command, and what must come of it.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What is bad.
  var name: String
  /// The exit status, by the design's table.
  var status: Int32
  /// What the sentences must contain: the offender, and the remedy.
  var says: [String]
  /// How many things are wrong.
  var problems = 1
  /// The artifacts that may stand in the output folder: those that were whole before something else went wrong.
  var leaves: [String] = []
  var command = ["run", "p.yaml"]
  var environment: [String: String] = [:]
  var prepare: @Sendable (Place) throws -> Void = { _ in }

  var testDescription: String { name }

  /// A pipeline file that differs from a good one in what `change` does.
  init(
    _ name: String, _ status: Int32, _ says: [String], problems: Int = 1, leaves: [String] = [],
    environment: [String: String] = [:], prepare: @escaping @Sendable (Place) throws -> Void = { _ in },
    change: @escaping @Sendable (inout PipelineText) -> Void
  ) {
    self.init(
      name, status, says, problems: problems, leaves: leaves, command: ["run", "p.yaml"],
      environment: environment
    ) {
      try prepare($0)
      var pipeline = PipelineText()
      change(&pipeline)
      try $0.write("p.yaml", pipeline.text)
    }
  }

  init(
    _ name: String, _ status: Int32, _ says: [String], problems: Int = 1, leaves: [String] = [],
    command: [String], environment: [String: String] = [:],
    prepare: @escaping @Sendable (Place) throws -> Void
  ) {
    self.name = name
    self.status = status
    self.says = says
    self.problems = problems
    self.leaves = leaves
    self.command = command
    self.environment = environment
    self.prepare = prepare
  }

  /// Sets up, runs, and checks all that holds for every bad input.
  func check(in place: Place) async throws {
    try prepare(place)
    let before = Traces(of: place)
    let ending = try await place.run(command, environment)
    #expect(ending.status == status, "\(ending.text)")
    for words in says { #expect(ending.text.contains(words), "“\(words)” is not in: \(ending.text)") }
    #expect(ending.problems.count == problems, "\(ending.text)")
    try before.check(ending, leaves: leaves)
  }
}
