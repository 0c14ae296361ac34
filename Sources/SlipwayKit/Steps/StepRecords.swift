import AppleApps
import FoundationEssentials
import Orchestration
import Releases

/// What `build` leaves for the steps behind it.
struct BuildRecord: Codable {
  /// A payload older than this was not made by the build.
  var started: Date
}

/// What `package` leaves: the package that will be signed.
struct PackageRecord: Codable {
  var path: String
  var sha256: String
  var format: PackageFormat
  var application: Application
}

/// What the step for debug symbols leaves: what they are of, if there are any.
struct SymbolsRecord: Codable {
  var facts: SymbolsFacts?
}

/// What `sign` leaves.
struct SignRecord: Codable {
  var artifact: Artifact
  var schemes: [String]
}

/// What a delivery leaves.
struct DeliverRecord: Codable {
  var receipts: [Receipt]
}

extension StepRecord {
  /// A record whose payload is the value in JSON.
  ///
  /// - Throws: `EncodingError`.
  init(outputs: [Output] = [], _ value: some Encodable) throws {
    self.init(outputs: outputs, payload: Array(try JSONDocument.data(value)))
  }

  /// The value that ``init(outputs:_:)`` was given.
  ///
  /// - Throws: `DecodingError` when another version wrote another shape.
  func value<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDocument.read(type, from: Data(payload))
  }
}

extension StepContext {
  /// What a step of the same run left behind; nil when it was not part of the run.
  func value<Value: Decodable>(_ type: Value.Type, of step: StepID) throws -> Value? {
    try records[step]?.value(as: type)
  }
}
