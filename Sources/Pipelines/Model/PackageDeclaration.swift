package import Releases

/// `package:`, how the artifact is put together.
///
/// What is nil is chosen from the payload.
package struct PackageDeclaration: Equatable, Sendable {
  package var format: Located<PackageFormat>?
  package var alignment: Alignment?
  /// The deflate level of entries that are compressed anew, 0…12.
  package var compression: Int?
  package var edit: Edit
  /// Whether the debug symbols beside an app that Xcode archived become an archive of their own.
  package var symbols: Bool

  /// `edit:`, what of an iOS app is changed before it is signed.
  package struct Edit: Equatable, Sendable {
    package var bundleID: String?
    package var version: String?
    package var build: String?
    package var name: String?

    package init(bundleID: String? = nil, version: String? = nil, build: String? = nil, name: String? = nil) {
      self.bundleID = bundleID
      self.version = version
      self.build = build
      self.name = name
    }
  }

  /// Where uncompressed native libraries start in an Android package.
  package enum Alignment: Equatable, Sendable {
    /// At multiples of this many bytes: 4096 or 16384.
    case pages(Int)
    /// Where the payload has them.
    case preserve
  }

  package init(
    format: Located<PackageFormat>? = nil, alignment: Alignment? = nil, compression: Int? = nil,
    edit: Edit = Edit(), symbols: Bool = true
  ) {
    self.format = format
    self.alignment = alignment
    self.compression = compression
    self.edit = edit
    self.symbols = symbols
  }
}
