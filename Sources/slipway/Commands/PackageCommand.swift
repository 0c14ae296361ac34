import ArgumentParser
import Archives
import Bytes
import SlipwayKit

struct PackageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "package", _superCommandName: "slipway",
    abstract: "Makes an archive or an unsigned package, reproducibly.",
    discussion: """
      A folder or file becomes a .tar.zst, .tar.xz or .zip; a folder of an app's files, or an archive that holds an \
      app, becomes an .apk, .aab or .ipa, ready to be signed. The dSYMs of an .xcarchive become a .dSYMs.zip beside \
      the .ipa. With SOURCE_DATE_EPOCH set, the same contents always give the same bytes.
      """)

  @Argument(help: "A folder or file.", completion: .directory)
  var payload: String

  @Option(
    help: ArgumentHelp("The file to make; its extension says which kind.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("0 (least effort) to 12 (smallest). (default: 6)", valueName: "level"))
  var compression: Int?

  @Flag(help: "Make no archive of an app's debug symbols.")
  var noSymbols = false

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func validate() throws {
    if let compression, !ArchiveFormat.levels.contains(compression) {
      throw ValidationError("--compression takes a number from 0 to 12.")
    }
  }

  func run() throws {
    try Session.run { session in
      let request = PackagingRequest(
        input: payload, output: output, compression: compression, packsSymbols: !noSymbols)
      let invocation = session.invocation
      let workers = Workers(limit: Workers.availableCores)
      let result = try workers.perform { try request.perform(invocation: invocation, workers: workers) }
      switch format {
      case .human:
        let made = PackagingRequest.File(file: result.file, sha256: result.sha256, size: result.size)
        for made in [made, result.symbols].compactMap(\.self) {
          session.console.line(
            Piece("✓ ", .green), Piece(made.file, .bold), Piece("  \(size(made.size))"),
            Piece("  SHA-256 \(made.sha256)", .dim))
        }
      case .json: session.console.document(try JSONDocument.text(result))
      }
      return .done
    }
  }
}
