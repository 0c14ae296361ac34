import ArgumentParser
import SlipwayKit

struct KeysPushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Commits the store with git and pushes it; a push that fails is a failure.",
    discussion: """
      What others pushed meanwhile is merged first, and the merged store must hold. Only files of the store are committed.
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp("What the commit says.", valueName: "text"))
  var message: String?

  @OptionGroup var store: StoreArguments

  func run() async throws {
    try await Session.run { session in
      let access = try store.access(in: session)
      let pushed = try await StorePush(access, message: message).perform()
      session.console.line(Piece("✓ ", .green), Piece(session.console.shortened(pushed)))
      return .done
    }
  }
}
