import ArgumentParser
import KeyStores
import SlipwayKit

struct DefaultCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "default", abstract: "Makes a key the default of its platform, purpose and applications.")

  @Argument(help: "The key's name.") var name: String
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      _ = try store.access(in: session).change { change in
        try change.update(change.entry(name, in: .keys), as: .madeDefault) { $0.isDefault = true }
      }
      session.console.line(Piece("✓ ", .green), Piece(name, .bold), Piece(" is the default now"))
      return .done
    }
  }
}

struct RenameCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "rename", abstract: "Gives a \(Chapter.noun) another name.")
  }

  @Argument(help: "Its name.") var name: String
  @Argument(help: "What it will be called.") var newName: String
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      _ = try store.access(in: session).change { change in
        try change.rename(change.entry(name, in: Chapter.chapter), to: newName)
      }
      session.console.line(Piece("✓ ", .green), Piece("\(name) is "), Piece(newName, .bold), Piece(" now"))
      return .done
    }
  }
}

struct RemoveCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "remove", abstract: "Removes a \(Chapter.noun) from the store.",
      discussion:
        "The only copy of a release key is removed with --force alone: no store takes another key for its app."
    )
  }

  @Argument(help: "Its name.") var name: String
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "Remove it also when it was never exported.") var force = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      let entry = try access.open().entry(name, in: Chapter.chapter)
      try session.confirm("Remove the \(Chapter.noun) \(entry.name)?", unless: yes)
      _ = try access.change { change in
        try change.remove(change.entry(name, in: Chapter.chapter), isForced: force)
      }
      session.console.line(Piece("✓ ", .green), Piece("removed "), Piece(name, .bold))
      return .done
    }
  }
}

struct ShareCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "share", abstract: "Lets further recipients or groups use a \(Chapter.noun).",
      discussion:
        "Without names it lets in those whose groups may use it and who wait. Only who can use it can share it."
    )
  }

  @Argument(help: "Its name.") var name: String
  @Argument(help: "Recipients or groups.") var with: [String] = []
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let changed = try store.access(in: session).change { change in
        try change.share(change.entry(name, in: Chapter.chapter), with: with)
      }.store.entry(name, in: Chapter.chapter)
      session.console.line(
        Piece("✓ ", .green), Piece(name, .bold),
        Piece(" can be used by \(changed.recipients.joined(separator: ", "))"))
      return .done
    }
  }
}

struct UnshareCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "unshare", abstract: "Takes a \(Chapter.noun) away from recipients or groups.",
      discussion: """
        It is encrypted anew without them and marked as exposed: whoever could read it may have kept it, as the history \
        of a repository does. Rotate it to be safe.
        """)
  }

  @Argument(help: "Its name.") var name: String
  @Argument(help: "Recipients or groups.") var from: [String]
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let changed = try store.access(in: session).change { change in
        try change.unshare(change.entry(name, in: Chapter.chapter), from: from)
      }.store.entry(name, in: Chapter.chapter)
      session.console.line(
        Piece("✓ ", .green), Piece(name, .bold),
        Piece(" can be used by \(changed.recipients.joined(separator: ", "))"))
      session.console.showExposure(of: changed)
      return .done
    }
  }
}

struct WhoCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "who", abstract: "Shows who can use a \(Chapter.noun), and through what.")
  }

  @Argument(help: "Its name.") var name: String
  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let store = try store.access(in: session).open()
      let access = EntryAccess(try store.entry(name, in: Chapter.chapter), in: store)
      switch output.format {
      case .human: session.console.show(access)
      case .json: session.console.document(try JSONDocument.text(access))
      }
      return .done
    }
  }
}
