/// An element of a compiled XML file: what ``BinaryXML`` and ``ProtoXML`` both yield.
///
/// Text between elements is left out: nothing in an Android manifest is said by it.
struct CompiledElement: Equatable, Sendable {
  /// The bounds within which compiled XML is read.
  ///
  /// Real manifests have a few thousand elements, ten levels deep.
  enum Limit {
    static let depth = 64
    static let elements = 100_000
    static let attributes = 1_000_000
    /// Bytes of text taken out of one file, all strings together, repeated ones counted once per use.
    static let text = 16 << 20
  }

  var name: String
  var namespace: String?
  var attributes: [CompiledAttribute]
  var children: [CompiledElement]

  /// The first attribute that carries a resource id, which is how Android itself looks its attributes up.
  func attribute(_ id: AttributeID) -> CompiledAttribute.Value? {
    attributes.first { $0.resourceID == id.rawValue }?.value
  }

  /// The first attribute of this name outside any namespace, such as `package`, which has no resource id.
  func attribute(named name: String) -> CompiledAttribute.Value? {
    attributes.first { $0.name == name && $0.namespace == nil }?.value
  }

  func children(named name: String) -> some Sequence<CompiledElement> {
    children.lazy.filter { $0.name == name && $0.namespace == nil }
  }
}

/// An attribute with its typed value, as the resource compiler left it.
struct CompiledAttribute: Equatable, Sendable {
  enum Value: Equatable, Sendable {
    case string(String)
    case integer(UInt32)
    case boolean(Bool)
    /// A resource of the app (`@0x7f010000`) that only its resource table resolves.
    case reference(UInt32)
    /// Colours, dimensions and the like: a `Res_value` type and its data.
    case other(type: UInt8, data: UInt32)
  }

  var namespace: String?
  var name: String
  var resourceID: UInt32?
  var value: Value
}

/// The resource ids of `android:` attributes: public constants of the platform that never change.
///
/// Names in a compiled file prove nothing: they may be absent or false, and Android goes by these ids.
/// Source: `android.R.attr`; each is checked against the output of aapt2 by the tests.
enum AttributeID: UInt32 {
  case name = 0x0101_0003
  case hasCode = 0x0101_000c
  case debuggable = 0x0101_000f
  case minSdkVersion = 0x0101_020c
  case versionCode = 0x0101_021b
  case versionName = 0x0101_021c
  case targetSdkVersion = 0x0101_0270
  case maxSdkVersion = 0x0101_0271
  case testOnly = 0x0101_0272
  case required = 0x0101_028e
  case extractNativeLibs = 0x0101_04ea
  case targetSandboxVersion = 0x0101_054c
  case versionCodeMajor = 0x0101_0576
}
