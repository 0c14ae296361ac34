import ArgumentParser
import FoundationEssentials
import SlipwayKit

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", _superCommandName: "slipway",
    abstract: "Looks at a project and writes a first pipeline file.",
    discussion: """
      Gradle, Flutter, Cordova and Xcode projects are recognised, and packages and keystores that lie there. A file that \
      is there already is never replaced.
      """)

  @Argument(help: "The project's folder.", completion: .directory)
  var folder = "."

  @Option(
    help: ArgumentHelp("The file to write. (default: slipway.yaml in the folder)", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    try Session.run { session in
      let path = output ?? (folder == "." ? "slipway.yaml" : "\(folder)/slipway.yaml")
      let project = try ProjectFolder(folder)
      try FirstPipeline.write(project.firstPipeline, to: path)
      session.console.line(Piece("✓ ", .green), Piece("wrote \(path)"))
      for app in project.apps {
        session.console.line(
          Piece("  \(app.name)", .bold),
          Piece(": \(app.platform.rawValue), from \(app.payload)"), Piece("  (\(app.origin))", .dim))
      }
      if project.apps.isEmpty { session.console.line("  No project was recognised; fill in the target.") }
      if project.hasNoKeystore {
        session.console.line(
          "  No keystore was found; slipway keys init makes a key store, and slipway keys generate a key in it."
        )
      }
      session.console.line(
        Piece(
          "  → Fill in the keys, then: slipway check \(path) && slipway lock \(path) && slipway plan \(path)")
      )
      return .done
    }
  }
}
