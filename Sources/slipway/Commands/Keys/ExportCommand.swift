import ArgumentParser
import KeyStores
import SlipwayKit

struct ExportKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes keys as other tools read them, and tells the audit.",
    discussion: """
      p12 is readable by macOS's keychain, Java and OpenSSL. credentials-json is EAS's, build-json is Cordova's; they \
      and folder write the password beside the key, readable by you alone: keep them out of every repository.
      """)

  @Argument(help: "The keys' names.") var names: [String]
  @Option(name: .customLong("as"), help: "The form.") var form = KeyExport.Format.p12
  @Option(
    help: ArgumentHelp("The file to make, or the folder for several.", valueName: "path"), completion: .file()
  )
  var output: String
  @OptionGroup var password: PasswordArguments
  @Flag(help: "Replace files that are there.") var replace = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let export = KeyExport(
        try store.access(in: session), names: names, format: form, output: output,
        password: password.reference,
        replaces: replace)
      let notes = try export.perform()
      session.console.line(
        Piece("✓ ", .green), Piece("exported \(names.joined(separator: ", ")) to "), Piece(output, .bold))
      for note in notes { session.console.line(Piece("  \(session.console.shortened(note))", .yellow)) }
      return .done
    }
  }
}

struct ExportCredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes credentials to where a build or a push service reads them.",
    discussion: """
      A file each, named as its makers name it, or with --as variables lines for a CI service's environment file; what \
      is a file is in base64 there.
      """)

  @Argument(help: "The credentials' names.") var names: [String]
  @Option(name: .customLong("as"), help: "The form.") var form = CredentialExport.Format.folder
  @Option(
    help: ArgumentHelp("The folder, or with --as variables the file.", valueName: "path"), completion: .file()
  )
  var output: String
  @Flag(help: "Replace files that are there.") var replace = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let export = CredentialExport(try store.access(in: session), names: names, format: form)
      let paths = try export.write(to: output, replaces: replace)
      for path in paths {
        session.console.line(
          Piece("✓ ", .green), Piece("wrote "), Piece(session.console.shortened(path), .bold))
      }
      return .done
    }
  }
}

extension KeyExport.Format: ExpressibleByArgument {}
extension CredentialExport.Format: ExpressibleByArgument {}
