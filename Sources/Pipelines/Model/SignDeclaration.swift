/// `sign:`, with which keys and how.
package struct SignDeclaration: Equatable, Sendable {
  /// Where `sign:` stands, or the target's name when it is not said.
  package var position: Position
  /// One for each signer, in order; empty when the file does not say.
  package var keys: [KeyReference]
  /// Android signature schemes; nil to choose by SDK levels.
  package var schemes: [AndroidScheme]?
  /// The lowest Android API level that the signatures must suit; nil for what the manifest says.
  package var minSDK: Int?
  /// Entitlements by bundle id, in the file's order.
  package var entitlements: [EntitlementsDeclaration]
  /// Whether code for macOS gets the hardened runtime.
  package var hasHardenedRuntime: Bool

  /// A signature scheme of APKs.
  package enum AndroidScheme: String, CaseIterable, Sendable { case v1, v2, v3 }

  package init(
    position: Position, keys: [KeyReference] = [], schemes: [AndroidScheme]? = nil, minSDK: Int? = nil,
    entitlements: [EntitlementsDeclaration] = [], hasHardenedRuntime: Bool = false
  ) {
    self.position = position
    self.keys = keys
    self.schemes = schemes
    self.minSDK = minSDK
    self.entitlements = entitlements
    self.hasHardenedRuntime = hasHardenedRuntime
  }
}

/// What `key:` says, and where.
package struct KeyReference: Equatable, Sendable {
  package var choice: Choice
  package var position: Position

  /// Which key.
  package enum Choice: Equatable, Sendable {
    /// `default`: the default key of the target's platform and purpose.
    case byDefault
    case named(String)
  }

  package init(_ choice: Choice, at position: Position) {
    self.choice = choice
    self.position = position
  }
}

/// One entry of `entitlements:`.
package struct EntitlementsDeclaration: Equatable, Sendable {
  package var bundleID: String
  package var source: Source
  package var position: Position

  /// Where the entitlements are.
  package enum Source: Equatable, Sendable {
    /// What the payload carries.
    case payload
    /// What the profile grants.
    case profile
    /// A property list at this path, as written.
    case file(String)
  }

  package init(bundleID: String, source: Source, position: Position) {
    self.bundleID = bundleID
    self.source = source
    self.position = position
  }
}
