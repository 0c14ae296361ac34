import Archives
import AndroidApps
package import Bytes
import Delivery
import FoundationEssentials
package import Releases

/// Delivers one package without a pipeline file, through the same gates as a run: it is verified first.
package struct DeliveryRequest: Sendable {
  package var input: String
  package var distribution: Distribution
  /// `directory:PATH`, or a URL with https.
  package var destination: String
  package var replaces: Bool

  package init(input: String, distribution: Distribution, destination: String, replaces: Bool = false) {
    self.input = input
    self.distribution = distribution
    self.destination = destination
    self.replaces = replaces
  }

  /// How it ended: the verdict, and the receipts when it passed.
  package struct Result: Codable, Equatable, Sendable {
    package var verification: VerificationReport
    package var receipts: [Receipt]
  }

  /// Verifies and delivers.
  ///
  /// - Throws: ``DeliveryError``, or the error that kept the file from being looked at. A file that is not fit is no
  ///   error: it is not delivered, and the report says why.
  package func perform(invocation: Invocation, workers: Workers) async throws -> Result {
    let open = try opened(workers: workers)
    let verification = Verification(distribution: distribution, now: invocation.now)
    let input = input
    let report = try await workers.run { try verification.report(on: input, workers: workers) }
    guard report.passes else { return Result(verification: report, receipts: []) }
    guard let format = report.format else {
      throw Failure(
        .inputUnreadable, "\(input) is no package.", remedy: "Give the .apk, .aab or .ipa that it belongs to."
      )
    }
    let artifact = Artifact(
      path: input.fromRoot, format: format, sha256: report.sha256,
      size: try FileSource(path: input).count,
      application: report.application)
    let shipment = try Shipment(artifact, named: input.lastComponent)
    return Result(verification: report, receipts: try await open.deliver(shipment) { _ in })
  }

  private func opened(workers: Workers) throws -> any Destination {
    if let path = destination.suffix(after: "directory:") {
      let directory = DirectoryDestination(
        path: path.fromRoot, shownAs: path, replaces: replaces, workers: workers)
      _ = try directory.places(artifact: input.lastComponent, attachments: [])
      return directory
    }
    var options = HTTPDestination.Options()
    options.replaces = replaces
    let http = try HTTPDestination(url: destination, options: options)
    _ = try http.places(artifact: input.lastComponent, attachments: [])
    return http
  }
}

extension String {
  /// What follows a beginning; nil when the text begins otherwise.
  fileprivate func suffix(after beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}
