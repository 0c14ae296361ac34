/// How bundletool made a bundle, and how it is to make APKs of it.
///
///     message BundleConfig            { Bundletool bundletool = 1; Optimizations optimizations = 2; … }
///     message Bundletool              { string version = 2; }
///     message Optimizations           { …; UncompressNativeLibraries uncompress_native_libraries = 2; … }
///     message UncompressNativeLibraries { bool enabled = 1; PageAlignment alignment = 2; }
///     enum PageAlignment              { UNSPECIFIED = 0; 4K = 1; 16K = 2; 64K = 3; }
///
/// Source: `config.proto` of bundletool, the file `BundleConfig.pb`.
package struct BundleConfiguration: Codable, Equatable, Sendable {
  /// The version of bundletool that wrote the bundle; nil when it does not say.
  package var bundletoolVersion: String?
  /// Whether APKs made of the bundle hold their native libraries uncompressed, to be mapped as they are.
  package var storesNativeLibraries: Bool
  /// What they are aligned to then, in bytes; nil when it is left to bundletool.
  package var pageAlignment: Int?

  package init(
    bundletoolVersion: String? = nil, storesNativeLibraries: Bool = false, pageAlignment: Int? = nil
  ) {
    self.bundletoolVersion = bundletoolVersion
    self.storesNativeLibraries = storesNativeLibraries
    self.pageAlignment = pageAlignment
  }

  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)``.
  init(_ bytes: [UInt8], file: String) throws(AndroidError) {
    self.init()
    func message(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> ProtoReader {
      ProtoReader(bytes, at: offset, structure: .bundleConfiguration, file: file)
    }
    var configuration = message(bytes[...], 0)
    while let (field, value) = try configuration.next() {
      guard case .bytes(let content, let at) = value else { continue }
      var reader = message(content, at)
      while field <= 2, let (inner, value) = try reader.next() {
        switch (field, inner, value) {
        case (1, 2, .bytes(let text, _)): bundletoolVersion = String(decoding: text, as: UTF8.self)
        case (2, 2, .bytes(let content, let at)):
          var libraries = message(content, at)
          while let (field, value) = try libraries.next() {
            switch (field, value) {
            case (1, .varint(let enabled)): storesNativeLibraries = enabled != 0
            case (2, .varint(let alignment)):
              pageAlignment = [1: 4 << 10, 2: 16 << 10, 3: 64 << 10][alignment]
            default: break
            }
          }
        default: break
        }
      }
    }
  }
}
