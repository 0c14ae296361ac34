import Bytes
import Cryptography
package import Releases

/// What goes to a destination together: an artifact and what belongs to it.
package struct Shipment: Equatable, Sendable {
  /// One file and the name it gets at the destination.
  package struct Item: Equatable, Sendable {
    package let name: String
    /// Where the file lies now.
    package let path: String
    /// The digest it was verified with: 64 lower-case hexadecimal digits.
    package let sha256: String
    /// Bytes.
    package let size: Int
    package let mediaType: String
    /// What is in it, for an item that was made for the delivery and lies nowhere yet: its ``path`` is empty.
    let bytes: [UInt8]?

    /// - Throws: ``DeliveryError/badFileName(name:)``.
    package init(
      named name: String, path: String, sha256: String, size: Int,
      mediaType: String = "application/octet-stream"
    ) throws(DeliveryError) {
      try FileName.check(name)
      self.name = name
      self.path = path
      self.sha256 = sha256
      self.size = size
      self.mediaType = mediaType
      bytes = nil
    }

    /// An item that is made for the delivery.
    ///
    /// - Throws: ``DeliveryError/badFileName(name:)``.
    init(named name: String, bytes: [UInt8], mediaType: String) throws(DeliveryError) {
      try FileName.check(name)
      self.name = name
      path = ""
      sha256 = Digest.hash(.sha256, bytes).hex
      size = bytes.count
      self.mediaType = mediaType
      self.bytes = bytes
    }
  }

  package let artifact: Item
  /// Archives, mappings and the like.
  ///
  /// They go first, so that whoever sees the artifact finds them.
  package let attachments: [Item]
  /// What a page beside the artifact shows, from which devices install it; nil for none.
  ///
  /// A folder has pages, servers that take uploads do not.
  package let installPage: InstallPage?

  /// - Parameters:
  ///   - artifact: the signed package.
  ///   - name: what the artifact is called at the destination.
  ///   - attachments: what goes with it.
  ///   - installPage: what a page shows, where one is wanted.
  /// - Throws: ``DeliveryError/badFileName(name:)``, ``DeliveryError/nameTwice(name:)``,
  ///   ``DeliveryError/installAddressTooLong(address:limit:)``.
  package init(
    _ artifact: Artifact, named name: String, attachments: [Item] = [], installPage: InstallPage? = nil
  ) throws(DeliveryError) {
    self.artifact = try Item(
      named: name, path: artifact.path, sha256: artifact.sha256, size: artifact.size,
      mediaType: artifact.format.mediaType)
    self.attachments = attachments
    self.installPage = installPage
    let beside = try installPage?.address.names(beside: name) ?? []
    try FileName.checkDistinct([name] + attachments.map(\.name) + beside)
  }

  /// In the order in which they are delivered; an install page, which comes last of all, is not among them.
  package var items: [Item] { attachments + [artifact] }
}
