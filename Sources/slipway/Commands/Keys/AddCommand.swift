import ArgumentParser
import FoundationEssentials
import KeyStores
import Pipelines
import Releases
import SlipwayKit

struct AddKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Puts a key's files into the store; passwords are tried on the spot.",
    discussion: """
      Takes .p12, .pfx, JKS, JCEKS, BKS, PEM, .pk8, .cer, .mobileprovision, BlackBerry's author.p12 and debug tokens; \
      also .p8 and service-account JSON, which become credentials. Files of one key are named together. A certificate \
      alone joins the key that waits for it, a profile alone the keys whose certificate it grants.
      """)

  @Argument(help: "The files.", completion: .file()) var files: [String]
  @Option(help: ArgumentHelp("What the key is called. (default: the file's name)", valueName: "name"))
  var name: String?
  @Option(help: "The platform. (default: what the certificate says)") var platform: Platform?
  @Option(help: "The purpose. (default: what the certificate says)") var purpose: Purpose?
  @Flag(name: .customLong("default"), help: "Make it the default of its platform, purpose and applications.")
  var isDefault = false
  @Option(help: ArgumentHelp("Which key of the keystore, when it holds several.", valueName: "name"))
  var alias: String?
  @OptionGroup var password: PasswordArguments
  @OptionGroup var keyPassword: KeyPasswordArguments
  @OptionGroup var draft: DraftArguments
  @OptionGroup(title: "Of a .p8 or service account") var credential: CredentialArguments
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      var draft = draft.draft(name: name, isDefault: isDefault)
      draft.platform = platform
      draft.purpose = purpose
      let addition = KeyAddition(
        try store.access(in: session), files: files, draft: draft, credential: credential.draft, alias: alias,
        password: password.reference,
        keyPassword: keyPassword.reference)
      session.console.show(try addition.perform(), today: session.invocation.now)
      return .done
    }
  }
}

/// What is said of a credential.
struct CredentialArguments: ParsableArguments {
  @Option(help: "What it is for, where the file does not tell.") var kind: CredentialFacts.Kind?
  @Option(help: ArgumentHelp("An Apple key's id. (default: from the file's name)", valueName: "id")) var id:
    String?
  @Option(help: ArgumentHelp("The issuer of an App Store Connect key.", valueName: "uuid")) var issuer:
    String?
  @Option(help: ArgumentHelp("The team of a push key.", valueName: "id")) var team: String?
  @Option(
    name: .customLong("host"),
    help: ArgumentHelp("A host that a token may be sent to. Repeatable.", valueName: "host"))
  var hosts: [String] = []

  var draft: CredentialDraft {
    var draft = CredentialDraft()
    draft.kind = kind
    draft.id = id
    draft.issuer = issuer
    draft.team = team
    draft.hosts = hosts
    return draft
  }
}

extension CredentialFacts.Kind: ExpressibleByArgument {}

struct AddCredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Puts a credential into the store, with its form checked.",
    discussion: """
      A .p8 of App Store Connect takes --issuer, one for push --team; a service account's JSON is for Google Play, or \
      with --kind fcm for push. A token comes from --token-env or --token-file with --name and --host; with --user it is \
      a password.
      """)

  @Argument(help: "The file.", completion: .file()) var files: [String] = []
  @Option(help: ArgumentHelp("What it is called. (default: from its id or project)", valueName: "name"))
  var name: String?
  @OptionGroup var token: TokenArguments
  @Option(help: ArgumentHelp("The user that a password is of.", valueName: "name")) var user: String?
  @OptionGroup var credential: CredentialArguments
  @OptionGroup var draft: DraftArguments
  @OptionGroup var store: StoreArguments

  func validate() throws {
    guard (token.reference != nil) != !files.isEmpty else {
      throw ValidationError("Give the credential's file, or a token by --token-env or --token-file.")
    }
  }

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      let addition = KeyAddition(
        access, files: files, draft: draft.draft(name: name), credential: credential.draft, alias: nil,
        password: nil,
        keyPassword: nil)
      let result = try token.reference.map { try addition.add(token: $0, user: user) } ?? addition.perform()
      session.console.show(result, today: session.invocation.now)
      return .done
    }
  }
}

extension Console {
  /// Shows what became of files that were added.
  fileprivate func show(_ result: KeyAddition.Result, today: Date) {
    switch result {
    case .added(let entry, let store):
      line(Piece("✓ ", .green), Piece("added "), Piece(entry.name, .bold))
      show(entry, in: store, today: today)
    case .joined(let entries, let store):
      for entry in entries {
        line(Piece("✓ ", .green), Piece("renewed "), Piece(entry.name, .bold))
        show(entry, in: store, today: today)
      }
    }
  }
}
