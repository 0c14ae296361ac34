import ArgumentParser
import KeyStores
import Pipelines
import SlipwayKit

struct RotateCredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Puts another secret in the place of a credential's, under the same name.",
    discussion:
      "For one that was exposed. Revoke the old one where it was made, at Apple, Google or the server.")

  @Argument(help: "The credential's name.") var name: String
  @Argument(help: "The new file.", completion: .file()) var files: [String] = []
  @OptionGroup var token: TokenArguments
  @Flag(help: "Do not ask.") var yes = false
  @OptionGroup var store: StoreArguments

  func validate() throws {
    guard (token.reference != nil) != !files.isEmpty else {
      throw ValidationError("Give the new file, or a token by --token-env or --token-file.")
    }
  }

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      try session.confirm("Put another secret in the place of \(name)?", unless: yes)
      let rotation = CredentialRotation(access, name: name, files: files, token: token.reference)
      let (entry, store) = try rotation.perform()
      session.console.line(Piece("✓ ", .green), Piece("rotated "), Piece(name, .bold))
      session.console.show(entry, in: store, today: session.invocation.now)
      return .done
    }
  }
}

/// Where a token or the password of an account comes from.
struct TokenArguments: ParsableArguments {
  @Option(
    name: .customLong("token-env"),
    help: ArgumentHelp(
      "The environment variable that holds a token or password.", valueName: "variable"))
  var variable: String?

  @Option(
    name: .customLong("token-file"),
    help: ArgumentHelp("The file that holds a token or password.", valueName: "file"), completion: .file())
  var file: String?

  var reference: SecretReference? {
    variable.map(SecretReference.environment) ?? file.map(SecretReference.file)
  }
}
