import AndroidApps
import AppleApps
import ArgumentParser
import Bytes
import Releases
import SlipwayKit

struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", _superCommandName: "slipway", abstract: "Signs one package or app.",
    discussion: """
      A password comes from a variable or a file; on a terminal you are asked for one that is missing. With --for, \
      the key is checked before and the result after, and nothing unfit is written. The flags of a further signer \
      come last, behind --next-signer:

        slipway sign app.apk --output signed.apk \\
          --keystore a.p12 --password-env A_PASSWORD \\
          --next-signer --keystore b.p12 --password-env B_PASSWORD
      """)

  @Argument(
    help: "An .apk, .aab or .ipa, an .app or .xcarchive folder, or a Mach-O file.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("The file to make.", valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Replace the file.")
  var inPlace = false

  @OptionGroup(title: "Signer") var signer: SignerArguments

  @Option(name: .customLong("for"), help: ArgumentHelp("Where it is going.", valueName: "distribution"))
  var distribution: Distribution?

  @Option(
    help: ArgumentHelp(
      "Signature schemes, such as v1,v2,v3. (default: those that the SDK levels call for)", valueName: "list")
  )
  var schemes: SchemeList?

  @Option(
    help: ArgumentHelp(
      "The oldest API level that must accept it. (default: the manifest's)", valueName: "level"))
  var minSDK: Int?

  @Option(
    help: ArgumentHelp(
      "What native libraries are aligned to: 16384 or 4096 bytes, or preserve.", valueName: "bytes"))
  var alignment = Alignment.largePages

  @Option(
    name: .customLong("profile"),
    help: ArgumentHelp(
      "A provisioning profile; once for each. The app and its extensions get the one that fits.",
      valueName: "file"), completion: .file())
  var profiles: [String] = []

  @Option(
    name: .customLong("entitlements"),
    help: ArgumentHelp(
      "Where the entitlements come from: payload, profile or a property list; of a bundle in the app as ID=…. "
        + "(default: payload)", valueName: "source"))
  var entitlements: [String] = []

  @Option(
    help: ArgumentHelp(
      "How much code each hash is for: 4096 or 16384 bytes. (default: as Apple's tools do)",
      valueName: "bytes"))
  var pageSize: Int?

  @Flag(help: "Give code for macOS the hardened runtime, in the version of its SDK.")
  var hardenedRuntime = false

  @Option(
    help: ArgumentHelp("A root that is trusted beside Apple's: PEM or DER.", valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @OptionGroup(title: "Changes to an iOS app before it is signed") var edits: EditArguments

  @Flag(help: "Show with what each bundle of an app would be signed, and sign nothing.")
  var dryRun = false

  @Flag(help: "Return only when the result is on the disk.")
  var durable = false

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  @Option(
    name: .customLong("next-signer"), parsing: .remaining,
    help: ArgumentHelp("The flags of a further signer; comes last.", valueName: "flags"))
  var nextSigners: [String] = []

  func validate() throws {
    guard pageSize.map([4096, 16384].contains) ?? true else {
      throw ValidationError("--page-size is 4096 or 16384.")
    }
    guard (output == nil) == inPlace || dryRun else {
      throw ValidationError("Say where the result goes: --output FILE, or --in-place.")
    }
    _ = try furtherSigners()
  }

  func run() throws {
    try Session.run { session in
      guard try !AppleSigningRequest.takes(file) else { return try signApple(in: session) }
      guard !hardenedRuntime else {
        throw Failure(
          .usage, "--hardened-runtime is for code for macOS, and this is none.",
          remedy: "Leave --hardened-runtime out.")
      }
      let request = SigningRequest(
        input: file, output: output ?? file,
        signers: try ([signer] + furtherSigners()).map { try $0.source(in: session) },
        distribution: distribution,
        options: SigningOptions(schemes: schemes?.schemes, minSDK: minSDK, alignment: alignment),
        isDurable: durable)
      let workers = Workers(limit: Workers.availableCores)
      let ask = session.passwordPrompt
      let result = try workers.perform {
        try request.perform(invocation: session.invocation, workers: workers, ask: ask)
      }
      switch format {
      case .human: session.console.show(result)
      case .json: session.console.document(try JSONDocument.text(result))
      }
      return .done
    }
  }
}

extension SignCommand {
  private func signApple(in session: Session) throws -> ExitStatus {
    guard nextSigners.isEmpty else {
      throw Failure(
        .usage, "Code for Apple's platforms has one signer.", remedy: "Leave --next-signer out.")
    }
    let request = AppleSigningRequest(
      input: file, output: output ?? file, signer: try signer.sourceIfAny(in: session), profiles: profiles,
      entitlements: entitlements.map { text in
        guard let equals = text.firstIndex(of: "=") else { return (nil, text) }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
      }, trust: trust, pageSize: pageSize.map(PageSize.bytes) ?? .automatic,
      hasHardenedRuntime: hardenedRuntime, edits: edits.edits, distribution: distribution, isDurable: durable)
    let workers = Workers(limit: Workers.availableCores)
    let (ask, isRehearsal) = (session.passwordPrompt, dryRun)
    let result = try workers.perform {
      try request.perform(
        isRehearsal: isRehearsal, invocation: session.invocation, workers: workers, ask: ask)
    }
    switch format {
    case .human: session.console.show(result)
    case .json: session.console.document(try JSONDocument.text(result))
    }
    return result.findings.contains { $0.severity == .error } ? .didNotPass : .done
  }

  /// The signers behind each `--next-signer`.
  private func furtherSigners() throws -> [SignerArguments] {
    guard !nextSigners.isEmpty else { return [] }
    return try nextSigners.split(separator: "--next-signer", omittingEmptySubsequences: false).map { flags in
      do {
        return try SignerArguments.parse(Array(flags))
      } catch {
        throw ValidationError(
          "--next-signer takes the flags of one more signer, behind all else: \(SignerArguments.message(for: error))"
        )
      }
    }
  }
}

/// `v1,v2,v3` in any choice.
struct SchemeList: ExpressibleByArgument {
  let schemes: Set<SignatureScheme>

  init?(argument: String) {
    let names = argument.split(separator: ",").map { SignatureScheme(rawValue: String($0)) }
    guard !names.isEmpty, !names.contains(nil), !names.contains(.jar) else { return nil }
    schemes = Set(names.compactMap { $0 })
  }
}

extension Alignment: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(argument)
  }

  package var defaultValueDescription: String { "16384" }
}

extension Console {
  /// Shows what was signed, or would be, bundle by bundle.
  fileprivate func show(_ result: AppleSigningRequest.Result) {
    show(result.findings)
    if result.isMade {
      line(
        Piece("✓ ", .green), Piece(shortened(result.file), .bold),
        Piece(result.size.map { "  \(size($0))" } ?? ""))
    }
    for bundle in result.bundles {
      line(
        Piece("  \(bundle.identifier)", .bold), Piece("  \(fileName(bundle.path))"),
        Piece(bundle.profile.map { "  profile \($0)" } ?? "", .dim))
      guard !result.isMade else { continue }
      for (key, value) in bundle.entitlements.sorted(by: { $0.key < $1.key }) {
        line(Piece("    \(key) = \(value.summary)"))
      }
    }
    if let leaf = result.certificates.first {
      line(Piece("  signed by \(leaf.subject), until \(leaf.notAfter.day)"))
      line(Piece("  certificate SHA-256 \(leaf.sha256)", .dim))
    }
    if let sha256 = result.sha256 { line(Piece("  SHA-256 \(sha256)", .dim)) }
  }

  /// Shows what was signed, with what.
  fileprivate func show(_ result: SigningRequest.Result) {
    show(result.findings)
    let artifact = result.artifact
    line(
      Piece("✓ ", .green), Piece(shortened(artifact.path), .bold), Piece("  \(size(artifact.size))"),
      Piece("  \(result.schemes.joined(separator: " + "))"))
    for certificate in result.certificates {
      line(
        Piece(
          "  signed by \(certificate.subject), \(certificate.keyAlgorithm), until \(certificate.notAfter.day)"
        ))
      line(Piece("  certificate SHA-256 \(certificate.sha256)", .dim))
    }
    line(Piece("  SHA-256 \(artifact.sha256)", .dim))
  }
}
