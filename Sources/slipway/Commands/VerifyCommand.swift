import AndroidApps
import ArgumentParser
import Bytes
import Releases
import SlipwayKit

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", _superCommandName: "slipway",
    abstract: "Checks the signatures of a package, and whether it may go where it is going.",
    discussion: """
      The exit status is 0 when the signatures hold and, with --for, the package is fit for where it is going; else 1.
      """)

  @Argument(help: "An .apk, .aab or .ipa, an .app folder, or a Mach-O file.", completion: .file())
  var file: String

  @Option(name: .customLong("for"), help: ArgumentHelp("Where it is going.", valueName: "distribution"))
  var distribution: Distribution?

  @Option(
    help: ArgumentHelp(
      "The oldest API level that must accept it. (default: the manifest's)", valueName: "level"))
  var minSDK: Int?

  @Option(
    help: ArgumentHelp("The newest API level that must accept it. (default: every one)", valueName: "level"))
  var maxSDK: Int?

  @Option(
    help: ArgumentHelp(
      "The certificate that must have signed it, by its SHA-256 or SHA-1.", valueName: "fingerprint"))
  var expectCertificate: String?

  @Option(
    help: ArgumentHelp("A root that is trusted beside Apple's: PEM or DER.", valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human

  func validate() throws {
    if let expectCertificate {
      let count = [UInt8](hex: expectCertificate.filter { $0 != ":" })?.count
      guard count == 32 || count == 20 else {
        throw ValidationError(
          "--expect-certificate takes the 64 hexadecimal digits of a SHA-256, or the 40 of a SHA-1.")
      }
    }
    if let minSDK, let maxSDK, minSDK > maxSDK {
      throw ValidationError("--min-sdk is above --max-sdk.")
    }
  }

  func run() throws {
    try Session.run { session in
      let workers = Workers(limit: Workers.availableCores)
      let verification = Verification(
        distribution: distribution, expectation: ArtifactExpectation(certificate: expectCertificate),
        minSDK: minSDK, maxSDK: maxSDK, anchors: try Verification.anchors(at: trust),
        now: session.invocation.now)
      let report = try workers.perform { try verification.report(on: file, workers: workers) }
      switch format {
      case .human: session.console.show(report)
      case .json: session.console.document(try JSONDocument.text(report))
      }
      return report.passes ? .done : .didNotPass
    }
  }
}

extension Distribution: ExpressibleByArgument {}
