import ArgumentParser
import Bytes
import Releases
import SlipwayKit

struct DeliverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", _superCommandName: "slipway",
    abstract: "Verifies one package and delivers it to a folder or a server.",
    discussion: """
      What is not fit for where it is going is not delivered. A destination that asks for a login needs a pipeline \
      file: secrets are never arguments. With the https address under which a folder will be served, an ad-hoc or \
      enterprise app gets a page beside it from which devices install it:

        slipway deliver app.ipa --for ad-hoc --to directory:dist \\
          --set install-page=https://apps.acme.example/ios/
      """)

  @Argument(help: "A signed .apk, .aab or .ipa.", completion: .file())
  var file: String

  @Option(name: .customLong("for"), help: ArgumentHelp("Where it is going.", valueName: "distribution"))
  var distribution: Distribution

  @Option(
    help: ArgumentHelp(
      "directory:PATH, or the https address of a folder to PUT into; or directory or http, and the rest by --set.",
      valueName: "destination"))
  var to: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "An option of the destination: replace=true; of a directory also path and install-page, of http url. "
        + "Repeatable.",
      valueName: "name=value"))
  var settings: [Assignment] = []

  @Option(
    help: ArgumentHelp("A root that is trusted beside Apple's: PEM or DER.", valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func validate() throws {
    _ = try place
    for setting in settings where setting.name == "replace" && !["true", "false"].contains(setting.value) {
      throw ValidationError("--set \(setting.text): replace is true or false.")
    }
  }

  /// What `--to` and `--set` say together.
  private var place: DeliveryPlace {
    get throws {
      let given = Assignment.dictionary(settings)
      let word = to.hasPrefix("https://") || to.hasPrefix("http://") ? "http" : to.prefix { $0 != ":" }
      let rest = word == "http" && to != "http" ? to : String(to.dropFirst(word.count + 1))
      let (required, known) =
        switch word {
        case "directory": ("path", ["path", "replace", "install-page"])
        case "http": ("url", ["url", "replace"])
        default:
          throw ValidationError("--to takes directory:PATH or the https address of a folder, not \(to).")
        }
      for setting in settings where !known.contains(setting.name) {
        throw ValidationError(
          "--set \(setting.text): of \(word) can be set \(known.joined(separator: ", ")).")
      }
      guard rest.isEmpty || given[required] == nil else {
        throw ValidationError("--to \(to) says already what --set \(required)=\(given[required] ?? "") says.")
      }
      if given["install-page"] == "" { throw ValidationError("--set install-page= says no address.") }
      guard let value = rest.isEmpty ? given[required] : rest, !value.isEmpty else {
        throw ValidationError("--to \(to) needs --set \(required)=….")
      }
      return word == "http"
        ? .http(url: value) : .directory(path: value, installPage: given["install-page"])
    }
  }

  func run() async throws {
    try await Session.run { session in
      let request = DeliveryRequest(
        input: file, distribution: distribution, place: try place,
        replaces: Assignment.dictionary(settings)["replace"] == "true", trust: trust)
      let result = try await request.perform(
        invocation: session.invocation, workers: Workers(limit: Workers.availableCores))
      switch format {
      case .human:
        session.console.show(result.verification)
        for receipt in result.receipts {
          session.console.line(
            Piece("✓ ", .green), Piece(receipt.outcome == .delivered ? "delivered to " : "was already at "),
            Piece(session.console.shortened(receipt.location), .bold))
        }
        if let page = result.receipts.compactMap(\.page).last {
          session.console.line(Piece("  installed from "), Piece(page, .bold))
        }
      case .json: session.console.document(try JSONDocument.text(result))
      }
      return result.verification.passes ? .done : .didNotPass
    }
  }
}
