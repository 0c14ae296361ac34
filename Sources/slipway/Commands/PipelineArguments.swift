import ArgumentParser
import Pipelines
import SlipwayKit

/// `FILE --set NAME=VALUE`, as every command that reads a pipeline file takes them.
struct PipelineArguments: ParsableArguments {
  @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
  var file = "slipway.yaml"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("The value of an input. Repeatable.", valueName: "name=value"))
  var settings: [Assignment] = []

  func read(in session: Session, needsInputs: Bool = true) throws -> Pipeline {
    try PipelineFile.read(
      file, settings: Assignment.dictionary(settings), environment: session.invocation.environment,
      needsInputs: needsInputs)
  }
}

/// Which targets of a pipeline are meant, and with which keys.
struct TargetArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Only the targets whose name matches. Repeatable.", valueName: "glob"))
  var only: [String] = []

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp("Another key for a target. Repeatable.", valueName: "target=name"))
  var keys: [Assignment] = []

  @Option(help: ArgumentHelp("Leave out a step. Repeatable.", valueName: "step"))
  var skip: [SkippableStep] = []

  @Flag(help: "Send everything to the rehearsal stores on this machine instead of to its destination.")
  var rehearse = false

  var selection: PlanSelection {
    PlanSelection(only: only, keys: Assignment.dictionary(keys), skip: Set(skip))
  }
}

extension SkippableStep: ExpressibleByArgument {}

/// `NAME=VALUE` on the command line.
struct Assignment: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }

  var text: String { "\(name)=\(value)" }

  /// The last of several values for one name counts.
  static func dictionary(_ assignments: [Assignment]) -> [String: String] {
    Dictionary(assignments.map { ($0.name, $0.value) }) { _, last in last }
  }
}
