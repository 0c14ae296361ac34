package import Bytes
import struct FoundationEssentials.Date
package import Releases
import Transfers

/// A folder on this machine.
///
/// Each file appears whole or not at all, with its digest in `NAME.sha256` beside it. All files are written before
/// the first gets its name, so that a disk that fills up leaves nothing. An install page gets its name last, so that
/// nobody opens one that leads to files that are not there.
package struct DirectoryDestination: Destination {
  private let path: String
  private let shownPath: String
  private let replaces: Bool
  private let isDurable: Bool
  private let workers: Workers

  /// - Parameters:
  ///   - path: absolute. The folder is made when it is missing.
  ///   - shownPath: the path as the reader wrote it.
  ///   - replaces: whether other bytes under the same name may be replaced.
  ///   - isDurable: whether the files are on the disk, not only on their way, when a receipt is given.
  ///   - workers: copying and hashing takes one of its permits.
  package init(
    path: String, shownAs shownPath: String? = nil, replaces: Bool = false, isDurable: Bool = true,
    workers: Workers
  ) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.shownPath = shownPath ?? path
    self.replaces = replaces
    self.isDurable = isDurable
    self.workers = workers
  }

  package var description: String { "directory \(shownPath)" }

  package func places(artifact: String, attachments: [String]) throws(DeliveryError) -> [String] {
    let names = [artifact] + attachments
    for name in names { try FileName.check(name) }
    try FileName.checkDistinct(names)
    try Folder.checkWritable(path)
    return names.map(place)
  }

  package func deliver(
    _ shipment: Shipment, events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async throws(DeliveryError) -> [Receipt] {
    let cancellation = Cancellation()
    do {
      return try await withTaskCancellationHandler {
        try await workers.run { try deliver(shipment, cancellation, events) }
      } onCancel: {
        cancellation.cancel()
      }
    } catch let error as DeliveryError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  private func deliver(
    _ shipment: Shipment, _ cancellation: Cancellation, _ events: (DeliveryEvent) -> Void
  ) throws(DeliveryError) -> [Receipt] {
    try Folder.make(path)
    let page = try shipment.installPage?.items(beside: shipment.artifact) ?? []
    let items = shipment.items + page
    var staged: [(file: AtomicFile?, checksum: AtomicFile?)] = []
    for item in items {
      events(.looking(name: item.name))
      let file = try isThere(item, cancellation) ? nil : copy(item, cancellation, events)
      // A page and its manifest are read by browsers and devices, which ask for no digest.
      let checksum = item.bytes == nil ? try ChecksumFile.stage(for: item, at: place(item.name)) : nil
      staged.append((file, checksum))
    }
    var receipts: [Receipt] = []
    for (item, files) in zip(items, staged) {
      let outcome = try settle(item, files.file, cancellation)
      do throws(BytesError) { try files.checksum?.commit(durable: isDurable) } catch { throw .file(error) }
      let receipt = Receipt(
        destination: description, outcome: outcome, location: place(item.name),
        page: item == shipment.artifact ? shipment.installPage?.address.page(of: item.name) : nil,
        sha256: item.sha256, size: item.size, time: Date())
      // The artifact's receipt is the last, whatever comes after the artifact.
      receipts.insert(receipt, at: item.bytes == nil ? receipts.count : receipts.count - 1)
      events(.done(name: item.name))
    }
    return receipts
  }

  /// Whether the folder holds the same bytes under the name.
  ///
  /// - Throws: ``DeliveryError/conflict(location:expected:found:)`` when it holds others that may not be replaced.
  private func isThere(_ item: Shipment.Item, _ cancellation: Cancellation) throws(DeliveryError) -> Bool {
    let file: FileSource
    do throws(BytesError) {
      file = try FileSource(path: place(item.name))
    } catch {
      if case .notFound = error { return false }
      throw .file(error)
    }
    if replaces, file.count != item.size { return false }
    let digest = DigestWatch()
    try digest.read(file) { _ throws(DeliveryError) in if cancellation.isCancelled { throw .cancelled } }
    let found = digest.end()
    guard found == item.sha256 || replaces else {
      throw .conflict(location: place(item.name), expected: item.sha256, found: found)
    }
    return found == item.sha256
  }

  /// Copies the item to a file that has no name yet, hashing what is copied.
  ///
  /// - Throws: ``DeliveryError/changed(path:expected:found:)`` when it is not what was verified.
  private func copy(
    _ item: Shipment.Item, _ cancellation: Cancellation, _ events: (DeliveryEvent) -> Void
  ) throws(DeliveryError) -> AtomicFile {
    if let bytes = item.bytes { return try written(bytes, to: place(item.name)) }
    let source: FileSource
    let copy: AtomicFile
    do throws(BytesError) {
      source = try FileSource(path: item.path)
      copy = try AtomicFile(path: place(item.name))
    } catch {
      throw .file(error)
    }
    guard source.count == item.size else {
      throw .changed(path: item.path, expected: item.sha256, found: nil)
    }
    let digest = DigestWatch()
    events(.sending(name: item.name, sent: 0, of: item.size))
    try digest.read(source) { bytes throws(DeliveryError) in
      if cancellation.isCancelled { throw .cancelled }
      do throws(BytesError) { try copy.write(bytes) } catch { throw .file(error) }
      if copy.count.isMultiple(of: Self.reportingInterval) {
        events(.sending(name: item.name, sent: copy.count, of: item.size))
      }
    }
    let found = digest.end()
    guard found == item.sha256 else {
      throw .changed(path: item.path, expected: item.sha256, found: found)
    }
    events(.sending(name: item.name, sent: item.size, of: item.size))
    return copy
  }

  /// The bytes in a file that has no name yet.
  private func written(_ bytes: [UInt8], to place: String) throws(DeliveryError) -> AtomicFile {
    do throws(BytesError) {
      let file = try AtomicFile(path: place)
      try file.write(bytes)
      return file
    } catch {
      throw .file(error)
    }
  }

  private func settle(
    _ item: Shipment.Item, _ file: AtomicFile?, _ cancellation: Cancellation
  ) throws(DeliveryError) -> Receipt.Outcome {
    guard let file else { return .alreadyThere }
    do throws(BytesError) {
      if replaces { try file.commit(durable: isDurable) } else { try file.commitNew(durable: isDurable) }
      return .delivered
    } catch {
      guard case .exists = error else { throw .file(error) }
    }
    // Someone else was faster.
    guard try isThere(item, cancellation) else {
      throw .conflict(location: place(item.name), expected: item.sha256, found: nil)
    }
    return .alreadyThere
  }

  /// A multiple of the buffer's size.
  private static let reportingInterval = 1 << 24

  private func place(_ name: String) -> String {
    path == "/" ? "/\(name)" : "\(path)/\(name)"
  }
}
