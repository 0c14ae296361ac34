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
    }
  }

  package let artifact: Item
  /// Archives, mappings and the like.
  ///
  /// They go first, so that whoever sees the artifact finds them.
  package let attachments: [Item]

  /// - Parameters:
  ///   - artifact: the signed package.
  ///   - name: what the artifact is called at the destination.
  ///   - attachments: what goes with it.
  /// - Throws: ``DeliveryError/badFileName(name:)``, ``DeliveryError/nameTwice(name:)``.
  package init(_ artifact: Artifact, named name: String, attachments: [Item] = []) throws(DeliveryError) {
    self.artifact = try Item(
      named: name, path: artifact.path, sha256: artifact.sha256, size: artifact.size,
      mediaType: artifact.format.mediaType)
    self.attachments = attachments
    try FileName.checkDistinct([name] + attachments.map(\.name))
  }

  /// In the order in which they are delivered.
  package var items: [Item] { attachments + [artifact] }
}
