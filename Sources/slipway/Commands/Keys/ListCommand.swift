import ArgumentParser
import KeyStores
import SlipwayKit

struct ListCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: "Shows all \(Chapter.noun)s, and what will not do with them.",
      discussion: "The exit status is 1 when something has expired or cannot be trusted.")
  }

  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let store = try store.access(in: session).open()
      let list = StoreListing(store, chapter: Chapter.chapter, today: session.invocation.now)
      switch output.format {
      case .human: session.console.show(list)
      case .json: session.console.document(try JSONDocument.text(list))
      }
      return list.status
    }
  }
}

struct ShowEntryCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: "Shows one \(Chapter.noun), without its secret.")
  }

  @Argument(help: "Its name.") var name: String
  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      let store = try access.open()
      let entry = try store.entry(name, in: Chapter.chapter)
      switch output.format {
      case .human: session.console.show(entry, in: store, today: session.invocation.now)
      case .json: session.console.document(try JSONDocument.text(entry))
      }
      return .done
    }
  }
}
