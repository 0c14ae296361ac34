import Archives
import AndroidApps
import AppleApps
package import Bytes
import Delivery
import FoundationEssentials
package import Releases

/// Delivers one package without a pipeline file, through the same gates as a run: it is verified first.
package struct DeliveryRequest: Sendable {
  package var input: String
  package var distribution: Distribution
  package var place: DeliveryPlace
  package var replaces: Bool
  /// Files of roots that are trusted beside Apple's.
  package var trust: [String]

  package init(
    input: String, distribution: Distribution, place: DeliveryPlace, replaces: Bool = false,
    trust: [String] = []
  ) {
    self.input = input
    self.distribution = distribution
    self.place = place
    self.replaces = replaces
    self.trust = trust
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
    guard AppSource.form(ofFolder: input) == nil else {
      throw Failure(
        .inputUnreadable, "\(input) is a folder, and what is delivered is a file.",
        remedy: "Sign it into an .ipa, and deliver that.")
    }
    let page = try installAddress
    let open = try opened(with: page, workers: workers)
    let verification = Verification(
      distribution: distribution, anchors: try Verification.anchors(at: trust), now: invocation.now)
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
    let shipment = try await workers.run {
      try Shipment(
        artifact, named: input.lastComponent,
        installPage: page.map { try InstallPage(of: artifact, at: $0) })
    }
    return Result(verification: report, receipts: try await open.deliver(shipment) { _ in })
  }

  /// The address of an install page, where there is to be one.
  ///
  /// - Throws: ``DeliveryError`` for an address that devices install nothing from, ``Failure`` where no device would
  ///   install what lies there.
  private var installAddress: InstallAddress? {
    get throws {
      guard case .directory(_, let page?) = place else { return nil }
      guard [.adHoc, .enterprise].contains(distribution) else {
        throw Failure(
          .usage, "An install page does not go with \(distribution.rawValue), but with ad-hoc or enterprise.",
          remedy: "Leave install-page out, or correct --for.")
      }
      guard input.lowercased().hasSuffix(".ipa") else {
        throw Failure(
          .usage, "\(input) is no .ipa, and an install page is for those.", remedy: "Leave install-page out.")
      }
      return try InstallAddress(page)
    }
  }

  private func opened(with page: InstallAddress?, workers: Workers) throws -> any Destination {
    let name = input.lastComponent
    switch place {
    case .directory(let path, _):
      let directory = DirectoryDestination(
        path: path.fromRoot, shownAs: path, replaces: replaces, workers: workers)
      _ = try directory.places(artifact: name, attachments: page?.names(beside: name) ?? [])
      return directory
    case .http(let url):
      var options = HTTPDestination.Options()
      options.replaces = replaces
      let http = try HTTPDestination(url: url, options: options)
      _ = try http.places(artifact: name, attachments: [])
      return http
    }
  }
}
