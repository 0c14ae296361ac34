import ArgumentParser
import KeyStores
import SlipwayKit

/// `slipway keys recipients …`: who may read and who may write.
struct RecipientsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipients", abstract: "Shows and changes who may read and write the store.",
    subcommands: [
      RecipientListCommand.self, RecipientAddCommand.self, RecipientUpdateCommand.self,
      RecipientRemoveCommand.self,
    ], defaultSubcommand: RecipientListCommand.self)
}

struct RecipientListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Shows the recipients.")

  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let store = try store.access(in: session).open()
      let list = RecipientListing(store)
      switch output.format {
      case .human: session.console.show(list)
      case .json: session.console.document(try JSONDocument.text(list))
      }
      return .done
    }
  }
}

struct RecipientAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Lets somebody into the store, with the keys of their groups.",
    discussion: "Compare the line with the person over another way than the one it came by.")

  @Argument(help: "What they are called.") var name: String
  @Argument(help: "The line that slipway keys identity prints for them, or an age recipient.") var card:
    [String]
  @Option(
    name: .customLong("group"), help: ArgumentHelp("A group they are in. Repeatable.", valueName: "name"))
  var groups: [String] = []
  @Flag(help: "They may change the store.") var writer = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let (store, waiting) = try store.access(in: session).change { change in
        try change.addRecipient(
          name, card: RecipientCard(card.joined(separator: " ")), groups: groups, writes: writer)
      }
      session.console.line(Piece("✓ ", .green), Piece("added "), Piece(name, .bold))
      session.console.showAccess(of: name, in: store, waiting: waiting)
      return .done
    }
  }
}

struct RecipientUpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Changes somebody's groups, or whether they may write.")

  @Argument(help: "Their name.") var name: String
  @Option(
    name: .customLong("group"),
    help: ArgumentHelp("The groups they are in, instead of before. Repeatable.", valueName: "name"))
  var groups: [String] = []
  @Flag(inversion: .prefixedNo, help: "Whether they may change the store.") var writer: Bool?
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let (store, waiting) = try store.access(in: session).change { change in
        try change.changeRecipient(name, groups: groups.isEmpty ? nil : groups, writes: writer)
      }
      session.console.line(Piece("✓ ", .green), Piece("changed "), Piece(name, .bold))
      session.console.showAccess(of: name, in: store, waiting: waiting)
      return .done
    }
  }
}

struct RecipientRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Shows somebody out: everything is encrypted without them.",
    discussion: """
      What they could read is marked as exposed, and what they signed is signed again by you. slipway keys audit \
      --leaver NAME lists everything that they ever had access to.
      """)

  @Argument(help: "Their name.") var name: String
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "Become the first writer in the place of the one who leaves.") var newRoot = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      let before = try access.open()
      try session.confirm("Remove \(try before.recipient(name).name) from the key store?", unless: yes)
      let (store, refused) = try access.change { change in
        try change.removeRecipient(name, makesNewRoot: newRoot)
      }
      session.console.line(Piece("✓ ", .green), Piece("removed "), Piece(name, .bold))
      let exposed = store.entries.filter { $0.exposed.contains { $0.to == name } }
      if !exposed.isEmpty {
        session.console.line(
          Piece("  exposed, to be rotated: ", .yellow), Piece(exposed.map(\.name).joined(separator: ", ")))
      }
      for entry in refused {
        session.console.line(
          Piece("  still readable for \(name): ", .red),
          Piece(
            "\(entry.name), because you cannot read it; one of \(entry.recipients.joined(separator: ", ")) can unshare it"
          ))
      }
      if store.record.root != before.record.root {
        session.console.line(
          Piece("  The first writer is you now. Everybody must set trust: \(store.record.root)", .yellow))
      }
      return .done
    }
  }
}
