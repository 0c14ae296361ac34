import ArgumentParser
import Migrations
import Pipelines
import SlipwayKit

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Takes over the keys that another tool keeps.",
    discussion: """
      A checkout of fastlane match, EAS's credentials.json, Cordova's build.json, Gradle's key.properties, or a folder of \
      files. Nothing of the other tool's is changed. match's passphrase comes by --password-env or --password-file.
      """)

  @Argument(help: "The file or folder.", completion: .file()) var path: String
  @Option(help: "What it is. (default: what its name and contents say)") var from: Migration.Source?
  @OptionGroup var password: PasswordArguments
  @OptionGroup var draft: DraftArguments
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let result = try KeyImport(
        store.access(in: session), path: path, source: from, password: password.reference,
        draft: draft.draft(name: nil)
      ).perform()
      for entry in result.added {
        session.console.line(
          Piece("✓ ", .green), Piece("took over "), Piece(entry.name, .bold),
          Piece(entry.title.map { "  \($0)" } ?? "", .dim))
      }
      for (name, reason) in result.skipped {
        session.console.line(Piece("– ", .dim), Piece("\(name): \(reason)"))
      }
      for note in result.notes {
        session.console.line(Piece("  \(session.console.shortened(note.sentence))", .yellow))
      }
      if result.added.isEmpty, result.skipped.isEmpty {
        session.console.line(Piece("There is nothing to take over in \(path).", .dim))
      }
      return .done
    }
  }
}

extension Migration.Source: ExpressibleByArgument {}
