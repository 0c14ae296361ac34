import ArgumentParser
import KeyStores
import SlipwayKit

struct KeysInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a key store, and an identity for you when you have none.")

  @Argument(help: "What you are called in the store. (default: your user name)")
  var name: String?

  @Option(
    name: .customLong("group"), help: ArgumentHelp("A group that you are in. Repeatable.", valueName: "name"))
  var groups: [String] = [Access.release]

  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      let name = name ?? session.invocation.userName
      let made = access.identity.isThere ? nil : try access.identity.make()
      let (made_, store) = (made, try access.make(name: name, groups: groups))
      if let made_ {
        session.console.line(Piece("✓ ", .green), Piece("made your identity in \(made_.path)"))
        session.console.line(
          Piece("  Keep a copy in a safe place: without it nothing encrypted to it can be read.", .dim))
      }
      session.console.line(
        Piece("✓ ", .green), Piece("made the key store "), Piece(session.console.shortened(store.path), .bold)
      )
      session.console.line(Piece("  first writer \(name), fingerprint \(store.record.root)"))
      session.console.line(
        Piece(
          "  In the pipeline file: key-store: { path: \(session.console.shortened(store.path)), trust: \(store.record.root) }",
          .dim))
      return .done
    }
  }
}

struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity",
    abstract: "Shows what a writer needs to let you in; makes an identity when you have none.",
    discussion: """
      The line holds public keys only. A writer of the store adds you with: slipway keys recipients add NAME 'LINE'.
      """)

  @Flag(help: "Protect a new identity with a passphrase, from SLIPWAY_IDENTITY_PASSPHRASE or asked for.")
  var passphrase = false

  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      if !access.identity.isThere {
        let made = try access.identity.make(passphrase: passphrase ? access.identity.newPassphrase() : nil)
        session.console.line(
          [Piece("Made your identity in \(made.path). Keep a copy in a safe place.")], to: .complaints)
      }
      for identity in try access.identity.identities() {
        session.console.line(Piece("\(try Writer(identity).card)"))
      }
      return .done
    }
  }
}
