import Bytes
import FoundationEssentials
import KeyStores

/// Brings the uses that a run's report tells of home into the store's audit.
package struct UseImport: Sendable {
  let access: StoreAccess
  let report: String

  package init(_ access: StoreAccess, report: String) {
    self.access = access
    self.report = report
  }

  /// Reports of a thousand targets have some megabytes.
  private static let limit = 64 << 20

  /// What became of the uses.
  package struct Result: Sendable {
    package let count: Int
    package let refused: [Failure]
  }

  /// - Throws: ``Failure`` for a file that is no report, ``StoreError``, ``BytesError``.
  package func perform() throws -> Result {
    struct Report: Decodable { let uses: [SignedDocument<KeyUse>] }
    let source = try FileSource(path: report)
    guard source.count <= Self.limit,
      let read = try? JSONDocument.read(Report.self, from: Data(source.bytes(at: 0, count: source.count)))
    else {
      throw Failure(
        .inputUnreadable, "\(report) is no report of a run.",
        remedy: "Give the report.json of .slipway/runs/RUN.")
    }
    let imported = try access.change { try $0.record(uses: read.uses) }.value
    return Result(count: imported.taken.count, refused: imported.refused.map(\.failure))
  }
}

extension ImportedUses.Refusal {
  fileprivate var failure: Failure {
    let what = "The use of \(use.key) by \(use.by)"
    return switch reason {
    case .otherStore: Failure(.didNotPass, "\(what) is of another key store, and was not taken.")
    case .unknownRecipient:
      Failure(.didNotPass, "\(what) was not taken: nobody of that name ever was a recipient.")
    case .badSignature:
      Failure(
        .didNotPass, "\(what) was not taken: \(use.by) did not sign it.",
        remedy: "Get the report from the machine that ran it.")
    case .unknownKey: Failure(.didNotPass, "\(what) was not taken: there never was such a key.")
    }
  }
}
