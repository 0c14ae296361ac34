import ArgumentParser
import Bytes
import FoundationEssentials

/// Measures Slipway against the field's tools in one run, and prints a table.
///
/// Every figure is of a whole process, from start to end. Seconds differ from machine to machine; the ratios are what
/// Slipway promises.
@main
struct Bench: ParsableCommand {
  @Argument(help: "The slipway to measure.")
  var slipway: String

  @Option(help: "Where payloads are kept from one time to the next.")
  var cache: String

  @Option(help: "The folder with the fixtures of all platforms.")
  var fixtures: String

  @Option(help: "How often everything is measured, each time straight after the same; the best run counts.")
  var runs = 5

  @Option(help: "Only the work whose name has this in it.")
  var only: String?

  @Flag(help: .hidden)
  var makesPayloads = false

  func run() throws {
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    if makesPayloads {
      try Payload.all.forEach { try $0.make(in: cache, fixtures: "\(fixtures)/android") }
      _ = try AppPayload.make(in: cache, fixtures: fixtures)
      return
    }
    // A process's peak counts from what its parent held when it was begun, so this one stays small.
    try Command(
      CommandLine.arguments[0], slipway, "--cache", cache, "--fixtures", fixtures, "--makes-payloads"
    ).run()
    let stage = try Stage(slipway: slipway, cache: cache)
    let races = try (stage.races() + stage.appleRaces()).filter { only.map($0.work.contains) ?? true }
    print(ResultTable.heading)
    for race in races {
      print(ResultTable.row(try race.run(runs)))
    }
  }
}
