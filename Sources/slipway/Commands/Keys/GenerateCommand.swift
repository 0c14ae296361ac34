import ArgumentParser
import KeyStores
import Releases
import SlipwayKit

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Makes a new key in the store.",
    discussion: """
      An Android key signs at once: RSA 4096 or with --ec P-256, valid for 10,000 days, under a random password. A key for \
      Apple comes with the request for its certificate, which developer.apple.com, Certificates, takes; slipway keys add \
      x.cer joins the two. Push keys come from Apple's site only. An app that is in a store already needs the key it was \
      uploaded with: add that instead.
      """)

  @Argument(help: "What the key is called.") var name: String
  @Option(help: "The platform.") var platform: Platform
  @Option(help: "The purpose.") var purpose: Purpose
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "An EC key on P-256 instead of RSA 4096; for Android.") var ec = false
  @Option(
    help: ArgumentHelp("Whom the certificate is for. (default: the key's name)", valueName: "text"))
  var commonName: String?
  @Flag(name: .customLong("default"), help: "Make it the default of its platform, purpose and applications.")
  var isDefault = false
  @OptionGroup var draft: DraftArguments
  @OptionGroup var store: StoreArguments

  func validate() throws {
    guard !ec || platform == .android else {
      throw ValidationError("Apple certifies RSA 2048 only: leave --ec out.")
    }
  }

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      try session.confirm("Make a new \(platform.rawValue) \(purpose.rawValue) key \(name)?", unless: yes)
      let (entry, store) = try KeyGeneration(
        access, name: name, platform: platform, purpose: purpose, isElliptic: ec, commonName: commonName,
        draft: draft.draft(name: name, isDefault: isDefault)
      ).perform()
      session.console.line(Piece("✓ ", .green), Piece("made "), Piece(entry.name, .bold))
      session.console.show(entry, in: store, today: session.invocation.now)
      if !entry.isBackedUp {
        session.console.line(
          Piece("  not backed up: ", .yellow),
          Piece("you alone can read it; share it with a second recipient, or export it to a safe place"))
      }
      return .done
    }
  }
}
