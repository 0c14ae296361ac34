import ArgumentParser
import Pipelines
import SlipwayKit

/// `slipway help`, in place of the argument parser's own: it explains findings too.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", _superCommandName: "slipway", abstract: "Explains a command, or a finding.",
    usage: """
      slipway help [<command> [<subcommand>]]
      slipway help finding [<id>] [--format <format>]
      """,
    discussion: """
      Of a finding it says where it is an error, what stores say and what to do; without an id it lists all of them.
      """)

  /// How findings are explained.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, markdown
  }

  @Argument(help: "A command, or the word finding.", completion: .list(commands.map(\.name) + ["finding"]))
  var subject: String?

  @Argument(
    help: "A command of that command; or the finding, as it stands in brackets behind its sentence.",
    completion: .list(FindingGuide.chapters.flatMap(\.guides).map(\.id)))
  var detail: String?

  @Option(
    help:
      "How findings are explained: for people, as one document for programs, or for a page of documentation.")
  var format = Format.human

  func validate() throws {
    if subject != "finding", format != .human {
      throw ValidationError("Only findings are explained in another format.")
    }
  }

  func run() throws {
    try Session.run { session in
      switch (subject, detail) {
      case ("finding", nil): try list(on: session.console)
      case ("finding", let id?): try show(guide(to: id), on: session.console)
      case (let name?, let detail):
        session.console.document(try Self.text(ofCommand: [name] + (detail.map { [$0] } ?? [])))
      case (nil, _): session.console.document(Slipway.helpMessage())
      }
      return .done
    }
  }

  // MARK: Commands

  private static var commands: [(name: String, type: any ParsableCommand.Type)] { commands(of: Slipway.self) }

  private static func commands(
    of type: any ParsableCommand.Type
  ) -> [(name: String, type: any ParsableCommand.Type)] {
    type.configuration.subcommands.map { ($0.configuration.commandName ?? "", $0) }
  }

  /// - Parameter path: a command's name, and that of a command of it.
  private static func text(ofCommand path: [String]) throws -> String {
    var type: any ParsableCommand.Type = Slipway.self
    for (depth, name) in path.enumerated() {
      let commands = commands(of: type)
      guard let command = commands.first(where: { $0.name == name }) else {
        let above = path[..<depth]
        let nearest = Nearest.word(to: name, among: commands.map(\.name) + (depth == 0 ? ["finding"] : []))
        let likely = above + (nearest.map { [$0] } ?? [])
        throw Failure(
          .usage, "There is no command \((above + [name]).joined(separator: " ")).",
          remedy: likely.isEmpty
            ? "See 'slipway --help' for all of them."
            : "Did you mean slipway help \(likely.joined(separator: " "))?")
      }
      type = command.type
    }
    return Slipway.helpMessage(for: type)
  }

  // MARK: Findings

  private func guide(to id: String) throws -> FindingGuide {
    if let guide = FindingGuide(for: id) { return guide }
    let near = FindingGuide.ids(near: id)
    throw Failure(
      .usage, "There is no finding \(id).",
      remedy: near.isEmpty
        ? "slipway help finding lists them all." : "Did you mean \(near.joined(separator: ", "))?")
  }

  private func show(_ guide: FindingGuide, on console: Console) throws {
    switch format {
    case .human: console.show(guide)
    case .json: console.document(try JSONDocument.text(guide))
    case .markdown: console.document(FindingsDocument.text(of: guide))
    }
  }

  private func list(on console: Console) throws {
    let chapters = FindingGuide.chapters
    switch format {
    case .human: console.list(chapters)
    case .json: console.document(try JSONDocument.text(chapters.flatMap(\.guides)))
    case .markdown: console.document(FindingsDocument(chapters: chapters).text)
    }
  }
}
