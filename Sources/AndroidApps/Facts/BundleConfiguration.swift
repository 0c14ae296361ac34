/// How bundletool made a bundle, and how it is to make APKs of it.
///
///     message BundleConfig            { Bundletool bundletool = 1; Optimizations optimizations = 2; … }
///     message Bundletool              { string version = 2; }
///     message Optimizations           { SplitsConfig splits_config = 1;
///                                       UncompressNativeLibraries uncompress_native_libraries = 2; … }
///     message SplitsConfig            { repeated SplitDimension split_dimension = 1; }
///     message SplitDimension          { Value value = 1; bool negate = 2; … }
///     message UncompressNativeLibraries { bool enabled = 1; PageAlignment alignment = 2; }
///     enum Value                      { ABI = 1; SCREEN_DENSITY = 2; LANGUAGE = 3;
///                                       TEXTURE_COMPRESSION_FORMAT = 4; DEVICE_TIER = 6; … }
///     enum PageAlignment              { UNSPECIFIED = 0; 4K = 1; 16K = 2; 64K = 3; }
///
/// Source: `config.proto` of bundletool, the file `BundleConfig.pb`.
package struct BundleConfiguration: Codable, Equatable, Sendable {
  /// What the store's APKs can be told apart by, so that a device gets only its own.
  package enum Dimension: String, Codable, CaseIterable, Sendable {
    case abi, density, language
    case textureFormat = "texture-format"
    case deviceTier = "device-tier"

    fileprivate init?(number: UInt64) {
      switch number {
      case 1: self = .abi
      case 2: self = .density
      case 3: self = .language
      case 4: self = .textureFormat
      case 6: self = .deviceTier
      default: return nil
      }
    }
  }

  /// The version of bundletool that wrote the bundle; nil when it does not say.
  package var bundletoolVersion: String?
  /// Whether APKs made of the bundle hold their native libraries uncompressed, to be mapped as they are.
  package var storesNativeLibraries: Bool
  /// What they are aligned to then, in bytes; nil when it is left to bundletool.
  package var pageAlignment: Int?
  /// What the store must not tell APKs apart by: every device gets all of it.
  package var unsplit: [Dimension]

  package init(
    bundletoolVersion: String? = nil, storesNativeLibraries: Bool = false, pageAlignment: Int? = nil,
    unsplit: [Dimension] = []
  ) {
    self.bundletoolVersion = bundletoolVersion
    self.storesNativeLibraries = storesNativeLibraries
    self.pageAlignment = pageAlignment
    self.unsplit = unsplit
  }

  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)``.
  init(_ bytes: [UInt8], file: String) throws(AndroidError) {
    self.init()
    var configuration = Message(bytes: bytes[...], at: 0, file: file)
    while let (field, value) = try configuration.next() {
      switch (field, value) {
      case (1, .message(var bundletool)):
        while let (field, value) = try bundletool.next() {
          if case (2, .message(let text)) = (field, value) {
            bundletoolVersion = String(decoding: text.bytes, as: UTF8.self)
          }
        }
      case (2, .message(var optimizations)):
        while let (field, value) = try optimizations.next() {
          switch (field, value) {
          case (1, .message(var splits)): try readSplits(&splits)
          case (2, .message(var libraries)): try readLibraries(&libraries)
          default: break
          }
        }
      default: break
      }
    }
  }

  private mutating func readSplits(_ splits: inout Message) throws(AndroidError) {
    while let (field, value) = try splits.next() {
      guard case (1, .message(var split)) = (field, value) else { continue }
      var dimension: Dimension?
      var isNegated = false
      while let (field, value) = try split.next() {
        switch (field, value) {
        case (1, .number(let number)): dimension = Dimension(number: number)
        case (2, .number(let number)): isNegated = number != 0
        default: break
        }
      }
      if isNegated, let dimension, !unsplit.contains(dimension) { unsplit.append(dimension) }
    }
  }

  private mutating func readLibraries(_ libraries: inout Message) throws(AndroidError) {
    while let (field, value) = try libraries.next() {
      switch (field, value) {
      case (1, .number(let enabled)): storesNativeLibraries = enabled != 0
      case (2, .number(let alignment)): pageAlignment = [1: 4 << 10, 2: 16 << 10, 3: 64 << 10][alignment]
      default: break
      }
    }
  }
}

/// A message of ``BundleConfiguration`` whose fields are numbers and further messages.
private struct Message {
  enum Value {
    case number(UInt64)
    /// A message, or a text: it is the reader that knows which.
    case message(Message)
    case other
  }

  let bytes: ArraySlice<UInt8>
  private let file: String
  private var reader: ProtoReader

  init(bytes: ArraySlice<UInt8>, at offset: Int, file: String) {
    self.bytes = bytes
    self.file = file
    reader = ProtoReader(bytes, at: offset, structure: .bundleConfiguration, file: file)
  }

  mutating func next() throws(AndroidError) -> (field: Int, value: Value)? {
    guard let (field, value) = try reader.next() else { return nil }
    return switch value {
    case .varint(let number): (field, .number(number))
    case .bytes(let content, let offset): (field, .message(Message(bytes: content, at: offset, file: file)))
    case .fixed32, .fixed64: (field, .other)
    }
  }
}
