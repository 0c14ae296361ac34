/// How a bundle differs from its seal at one path.
package struct ResourceFlaw: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// It is in the bundle and not in the seal.
    case added
    /// It is in the seal, which does not call it optional, and not in the bundle.
    case missing
    /// The file has another digest than the seal says.
    case altered
    /// The link has another text than the seal says.
    case linkChanged
    /// It is a file, a link or nested code, and something else in the seal.
    case kindChanged
    /// The seal has no digest of the file that Slipway can compare.
    case notComparable
    /// The nested code has another cdhash than the seal says.
    case nestedAltered
    /// The nested code does not meet the requirement in the seal.
    case nestedRequirement
    /// What the seal calls nested code is none, or has no signature that can be read.
    case nestedUnsigned
  }

  package let kind: Kind
  /// Relative to where the seal begins, spelled as in the bundle, or as in the seal when it is missing.
  package let path: String

  package init(_ kind: Kind, _ path: String) {
    self.kind = kind
    self.path = path
  }
}
