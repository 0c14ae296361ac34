import Bytes
import struct FoundationEssentials.Date
package import Releases
package import Transfers

/// A server that takes files with PUT: Artifactory, Nexus, WebDAV, nginx, and Slipway's own rehearsal.
///
/// The way of one file: HEAD, and it is done when the same bytes are there; PUT with `If-None-Match: *` unless
/// replacing, and with the digest in `X-Checksum-Sha256`; HEAD again before anything is sent a second time.
package struct HTTPDestination: Destination {
  package struct Options: Sendable {
    /// Whether other bytes under the same name may be replaced.
    package var replaces = false
    /// Further headers of each PUT.
    package var headers: [(name: String, value: String)] = []
    package var credential: HTTPCredential?
    package var settings = TransferSettings()
    package var retry = RetryPolicy()

    package init() {}
  }

  let address: WebAddress
  let options: Options
  let headers: HeaderFields
  let client: HTTPClient

  /// - Parameters:
  ///   - url: where the artifact goes; the name is appended when it ends in a slash. Attachments get names of their
  ///     own in the same folder.
  ///   - options: how.
  /// - Throws: ``DeliveryError/transfer(_:)`` when the address is no URL, carries a secret, is not https, or the
  ///   credential is not for its host; ``DeliveryError/headerReserved(name:)``.
  package init(url: String, options: Options = Options()) throws(DeliveryError) {
    client = HTTPClient(options.settings)
    self.options = options
    do throws(TransferError) {
      address = try WebAddress(url)
      try client.check(address, credential: options.credential)
      var headers = HeaderFields()
      for (name, value) in options.headers { try headers.add(name, value) }
      self.headers = headers
    } catch {
      throw .transfer(error)
    }
    if let field = headers.fields.first(where: { Self.reservedHeaders.contains($0.name.lowercased()) }) {
      throw .headerReserved(name: field.name)
    }
  }

  package var description: String { "\(address)" }

  package func places(artifact: String, attachments: [String]) throws(DeliveryError) -> [String] {
    for name in [artifact] + attachments { try FileName.check(name) }
    try FileName.checkDistinct([artifact] + attachments)
    let addresses = [place(ofArtifact: artifact)] + attachments.map(address.named)
    for (index, address) in addresses.enumerated() where addresses[..<index].contains(address) {
      throw .nameTwice(name: attachments[index - 1])
    }
    return addresses.map(\.description)
  }

  package func deliver(
    _ shipment: Shipment, events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async throws(DeliveryError) -> [Receipt] {
    _ = try places(artifact: shipment.artifact.name, attachments: shipment.attachments.map(\.name))
    var receipts: [Receipt?] = []
    for item in shipment.items {
      events(.looking(name: item.name))
      receipts.append(try await receiptForWhatIsThere(item, at: place(of: item, in: shipment), events))
    }
    var settled: [Receipt] = []
    for (item, receipt) in zip(shipment.items, receipts) {
      if let receipt {
        settled.append(receipt)
      } else {
        settled.append(try await upload(item, to: place(of: item, in: shipment), events))
      }
      events(.done(name: item.name))
    }
    return settled
  }

  private func place(ofArtifact name: String) -> WebAddress {
    address.path.hasSuffix("/") ? address.named(name) : address
  }

  private func place(of item: Shipment.Item, in shipment: Shipment) -> WebAddress {
    item == shipment.artifact ? place(ofArtifact: item.name) : address.named(item.name)
  }

  private func receiptForWhatIsThere(
    _ item: Shipment.Item, at place: WebAddress, _ events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async throws(DeliveryError) -> Receipt? {
    let presence = try await lookUp(item, at: place, policy: options.retry) {
      events(.retrying(name: item.name, retry: $0))
    }
    switch presence {
    case .same(let status):
      return receipt(for: item, .alreadyThere, status: status, at: place.description)
    case .different(let found) where !options.replaces:
      throw .conflict(location: place.description, expected: item.sha256, found: found)
    case .absent, .different, .unknown:
      return nil
    }
  }

  func receipt(
    for item: Shipment.Item, _ outcome: Receipt.Outcome, status: Int, at location: String
  ) -> Receipt {
    Receipt(
      destination: description, outcome: outcome, status: status, location: location, sha256: item.sha256,
      size: item.size, time: Date())
  }

  /// Set by Slipway or by libcurl, or the place of a secret, which is a credential's.
  private static let reservedHeaders: Set<String> = [
    "authorization", "connection", "content-length", "content-range", "cookie", "expect", "host", "if-match",
    "if-none-match", "proxy-authorization", "range", "te", "trailer", "transfer-encoding", "upgrade",
    "x-checksum-sha256",
  ]
}
