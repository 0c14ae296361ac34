package import Archives
package import Releases

/// What ``AndroidSigner`` made.
package struct SignedPackage: Sendable {
  package let format: PackageFormat
  /// Of the whole file: lower-case hexadecimal digits.
  package let sha256: String
  /// The length of the file in bytes.
  package let size: Int
  /// Ascending.
  package let schemes: [SignatureScheme]
  /// The oldest API level that it was signed for; nil for a bundle.
  package let minSDK: Int?
  /// Where every entry is in the file, and what it was copied from: for reading the file back.
  package let entries: [ZipLayout.Placed]
}
