import ArgumentParser
import AndroidApps
import Bytes
import Releases
import SlipwayKit

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks the signatures of a package, and whether it may go where it is going.")

  @Argument(help: "An .apk or .aab.", completion: .file())
  var file: String

  @Option(name: .customLong("for"), help: "Where it is going: store, ad-hoc, enterprise or debug.")
  var distribution: Distribution?

  @Option(help: "The oldest API level that must accept it. (default: the manifest's)")
  var minSDK: Int?

  @Option(help: "The newest API level that must accept it. (default: every one)")
  var maxSDK: Int?

  @Option(help: "The SHA-256 of the certificate that must have signed it.")
  var expectCertificate: String?

  @Option(help: "human, or json for other programs.")
  var format = OutputFormat.human

  func validate() throws {
    if let expectCertificate, [UInt8](hex: expectCertificate.filter { $0 != ":" })?.count != 32 {
      throw ValidationError("--expect-certificate takes the 64 hexadecimal digits of a SHA-256.")
    }
    if let minSDK, let maxSDK, minSDK > maxSDK {
      throw ValidationError("--min-sdk is above --max-sdk.")
    }
  }

  func run() async throws {
    try await Session.run { session in
      let workers = Workers(limit: Workers.availableCores)
      let verification = Verification(
        distribution: distribution, expectation: AndroidExpectation(certificate: expectCertificate),
        minSDK: minSDK, maxSDK: maxSDK, now: session.invocation.now)
      let report = try await workers.run { try verification.report(on: file, workers: workers) }
      switch format {
      case .human: session.console.show(report)
      case .json: session.console.document(try JSONDocument.text(report))
      }
      return report.passes ? .done : .didNotPass
    }
  }
}

extension Distribution: ExpressibleByArgument {}
