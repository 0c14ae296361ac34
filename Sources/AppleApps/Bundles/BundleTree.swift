package import Bytes

/// The files of an app, wherever they are: in a folder, in an archive, or in either with some of them replaced.
///
/// Paths have `/` between their parts, none in front and none behind, and are as they are stored: no Unicode
/// normalisation.
package protocol BundleTree: Sendable {
  /// Everything in it, sorted by the bytes of the paths.
  var items: [BundleItem] { get }

  /// The bytes of a file.
  ///
  /// - Throws: ``AppleError`` when it cannot be read.
  func source(of path: String) throws(AppleError) -> any ByteSource
}

/// A file, a link or a folder of a ``BundleTree``.
package struct BundleItem: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case file(size: Int, isExecutable: Bool)
    /// With the text of the link.
    case link(target: String)
    case folder
  }

  package let path: String
  package let kind: Kind

  package init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// Whether it is a file, neither a link nor a folder.
  package var isFile: Bool { if case .file = kind { true } else { false } }
}
