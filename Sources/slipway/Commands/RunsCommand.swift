import ArgumentParser
import Orchestration
import SlipwayKit

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", _superCommandName: "slipway", abstract: "Lists the runs of a pipeline file.")

  @OptionGroup var place: StateArguments

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func run() throws {
    try Session.run { session in
      let runs = try RunHistory(folder: place.folder).runs()
      guard format == .human else {
        session.console.document(try JSONDocument.text(runs))
        return .done
      }
      guard !runs.isEmpty else {
        session.console.line(Piece("There are no runs in \(place.folder)."))
        return .done
      }
      var table = Table("RUN", "PIPELINE", "STARTED", "STATUS", "OPTIONS")
      for run in runs {
        table.add([
          Piece(run.run, .bold), Piece(run.pipeline), Piece(moment(run.started)),
          Piece(run.status.map(String.init) ?? "interrupted", run.status == 0 ? .green : .red),
          Piece(run.options),
        ])
      }
      for row in table.lines { session.console.line(row) }
      return .done
    }
  }
}

/// Where runs are remembered: beside a pipeline file, or in a folder of its own.
struct StateArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("The pipeline file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var pipeline = "slipway.yaml"

  @Option(
    help: ArgumentHelp(
      "Where its runs are remembered. (default: .slipway beside the pipeline file)", valueName: "folder"),
    completion: .directory)
  var state: String?

  /// A run, the last one when none is named.
  ///
  /// - Throws: ``Failure`` when there is none.
  func summary(of run: String?) throws -> RunSummary {
    let history = RunHistory(folder: folder)
    if let summary = try run.map({ try history.run($0) }) ?? history.runs(limit: 1).first { return summary }
    throw Failure(
      .inputUnreadable,
      run.map { "There is no run \($0) in \(folder)." } ?? "There are no runs in \(folder).",
      remedy: "List them with slipway runs, or name the pipeline file with --pipeline.")
  }

  var folder: String {
    if let state { return state }
    guard let slash = pipeline.lastIndex(of: "/") else { return ".slipway" }
    return "\(pipeline[..<slash])/.slipway"
  }
}
