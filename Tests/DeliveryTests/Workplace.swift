import Bytes
import Cryptography
import Delivery
import FieldTools
import FoundationEssentials
import RehearsalStores
import Releases
import Synchronization
import Testing
import Transfers

/// A folder of its own for a test, gone when the test is.
final class Workplace: Sendable {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try folder.write(name, bytes)
  }

  func read(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { [UInt8]($0) }
  }

  func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
  }

  /// An artifact of `size` bytes that differ from one seed to the next.
  func artifact(_ name: String = "in.apk", size: Int = 3_000_000, seed: UInt8 = 1) throws -> Artifact {
    let bytes = Self.bytes(size, seed: seed)
    return Artifact(
      path: try file(name, bytes), format: .apk, sha256: Digest.hash(.sha256, bytes).hex, size: size,
      application: Application(id: "com.acme.app"))
  }

  static func bytes(_ count: Int, seed: UInt8) -> [UInt8] {
    let pattern = (0..<4099).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes.append(contentsOf: pattern) }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  func attachment(_ name: String, _ text: String) throws -> Shipment.Item {
    let bytes = Array(text.utf8)
    return try Shipment.Item(
      named: name, path: try file("\(text)-\(name)", bytes), sha256: Digest.hash(.sha256, bytes).hex,
      size: bytes.count)
  }
}

/// What a destination said while it was at it.
final class Events: Sendable {
  private let seen = Mutex<[DeliveryEvent]>([])

  var all: [DeliveryEvent] { seen.withLock { $0 } }

  func note(_ event: DeliveryEvent) {
    seen.withLock { $0.append(event) }
  }

  var retries: [Retry.Cause] {
    all.compactMap { event in
      guard case .retrying(_, let retry) = event else { return nil }
      return retry.cause
    }
  }
}

extension HTTPDestination.Options {
  /// Impatient, so that tests are quick.
  static func quick(_ change: (inout HTTPDestination.Options) -> Void = { _ in }) -> HTTPDestination.Options {
    var options = HTTPDestination.Options()
    options.retry.firstPause = .milliseconds(5)
    options.retry.longestPause = .milliseconds(20)
    options.retry.attempts = 4
    options.settings.patience = .seconds(5)
    change(&options)
    return options
  }
}

extension Destination {
  /// Delivers a lone artifact as `app.apk`.
  func deliver(_ artifact: Artifact, events: Events = Events()) async throws -> Receipt {
    let receipts = try await deliver(
      try Shipment(artifact, named: "app.apk"), events: { events.note($0) })
    return try #require(receipts.first)
  }
}
