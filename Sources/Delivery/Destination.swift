package import Releases

/// Somewhere that artifacts are delivered to.
package protocol Destination: Sendable {
  /// The kind and place, for people, without secrets: `directory dist`.
  var description: String { get }

  /// Says where files of these names would end up. Looks at this machine only, and changes nothing.
  ///
  /// - Returns: the artifact's place and then the attachments', without secrets.
  /// - Throws: ``DeliveryError`` when a delivery could not succeed: a bad name, a folder that may not be written.
  func places(artifact: String, attachments: [String]) throws(DeliveryError) -> [String]

  /// Delivers, and says so only when the destination holds exactly the bytes that were verified.
  ///
  /// Looks first and can be repeated at any time: what is there already is not sent again. The bytes are hashed once
  /// more on their way, and other bytes than those verified never become visible at the destination. A cancelled
  /// task stops it within about a second.
  ///
  /// - Returns: one receipt per item, the attachments' first, then those of an install page's files, the artifact's last.
  /// - Throws: ``DeliveryError``. ``DeliveryError/outcomeUnknown(location:reason:)`` is the only one after which the
  ///   artifact may be there.
  func deliver(
    _ shipment: Shipment, events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async throws(DeliveryError) -> [Receipt]
}
