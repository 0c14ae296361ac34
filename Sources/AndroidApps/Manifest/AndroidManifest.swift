/// What an app's compiled manifest says of it.
package struct AndroidManifest: Codable, Equatable, Sendable {
  /// A `uses-permission` element.
  package struct Permission: Codable, Equatable, Sendable {
    package var name: String
    /// The last API level on which the app asks for it; nil for all.
    package var maxSDK: Int?
  }

  /// A `uses-feature` element.
  package struct Feature: Codable, Equatable, Sendable {
    package var name: String
    package var isRequired: Bool
  }

  /// An attribute whose value is a resource of the app, which only its resource table resolves.
  package struct Reference: Codable, Equatable, Sendable {
    /// The attribute's name in source manifests, such as `android:debuggable`.
    package var attribute: String
    /// The resource: `@0x7f010000`.
    package var resource: String
  }

  /// The kind of device an app is made for, where Google Play's rules depend on it.
  package enum FormFactor: String, Codable, CaseIterable, Sendable {
    case handheld, wear, television, automotive
  }

  /// The application id: the `package` attribute.
  package var applicationID: String
  /// Nil when absent, or when it is a ``Reference``.
  package var versionName: String?
  /// The version code: `versionCodeMajor` in the upper 32 bits, `versionCode` in the lower.
  ///
  /// Nil when absent or a ``Reference``.
  package var versionCode: Int64?
  /// 1 when the manifest does not say.
  package var minSDK: Int
  /// The minimum SDK when the manifest does not say.
  package var targetSDK: Int
  package var maxSDK: Int?
  /// The codenames given in place of API levels, whose levels above are those of the release before them.
  package var minSDKCodename: String?
  package var targetSDKCodename: String?
  package var isDebuggable: Bool
  package var isTestOnly: Bool
  /// Nil when the manifest does not say: the platform then extracts.
  package var extractNativeLibs: Bool?
  package var hasCode: Bool
  /// 1 when the manifest does not say.
  package var targetSandboxVersion: Int
  /// The name of the split this package is; nil for an app's base package.
  package var split: String?
  package var permissions: [Permission]
  package var features: [Feature]
  /// Whether an activity stands among a television's apps.
  package var hasTelevisionLauncher: Bool
  package var references: [Reference]

  /// Whether an SDK version is given by a codename, that is, whether this was built with a preview SDK.
  package var usesSDKCodename: Bool { minSDKCodename != nil || targetSDKCodename != nil }

  /// Wear OS, TV and Automotive by the features that Google Play tells them by; an app that merely runs there
  /// too (a feature not required) is a handheld one.
  package var formFactor: FormFactor {
    func requires(_ name: String) -> Bool { features.contains { $0.name == name && $0.isRequired } }
    if requires("android.hardware.type.watch") { return .wear }
    if requires("android.hardware.type.automotive") { return .automotive }
    if requires("android.software.leanback") || requires("android.hardware.type.television") {
      return .television
    }
    return .handheld
  }

  /// Reads an APK's `AndroidManifest.xml`.
  ///
  /// `file` is the entry's name, for messages.
  ///
  /// - Throws: ``AndroidError`` when the binary XML is malformed or too large, or lacks what every app has: a
  ///   `manifest` element with a `package`. Attributes that are resource references are listed, not refused.
  package init(binaryXML bytes: [UInt8], file: String = "AndroidManifest.xml") throws(AndroidError) {
    try self.init(root: BinaryXML.root(of: bytes, file: file))
  }

  /// Reads a bundle module's `manifest/AndroidManifest.xml`.
  ///
  /// - Throws: as ``init(binaryXML:file:)``.
  package init(protoXML bytes: [UInt8], file: String = "base/manifest/AndroidManifest.xml")
    throws(AndroidError)
  {
    try self.init(root: ProtoXML.root(of: bytes, file: file))
  }

  init(root: CompiledElement) throws(AndroidError) {
    var reader = AttributeReader()
    guard root.name == "manifest", case .string(let id)? = root.attribute(named: "package"), !id.isEmpty
    else {
      throw .manifest(element: "manifest", attribute: "package")
    }
    applicationID = id
    if case .string(let name)? = root.attribute(named: "split") { split = name }
    versionName = reader.string(root, .versionName, "android:versionName")
    versionCode = reader.integer(root, .versionCode, "android:versionCode").map { code in
      let major = reader.integer(root, .versionCodeMajor, "android:versionCodeMajor") ?? 0
      return Int64(major) << 32 | Int64(UInt32(truncatingIfNeeded: code))
    }
    targetSandboxVersion = reader.integer(root, .targetSandboxVersion, "android:targetSandboxVersion") ?? 1

    (minSDK, minSDKCodename, targetSDK, targetSDKCodename) = (1, nil, 1, nil)
    var target: (level: Int, codename: String?)?
    for usesSDK in root.children(named: "uses-sdk") {
      // The highest of several counts: on anything below it the app may not be installed.
      if let version = try reader.platform(usesSDK, .minSdkVersion, "android:minSdkVersion"),
        version.level >= minSDK
      {
        (minSDK, minSDKCodename) = version
      }
      target = try reader.platform(usesSDK, .targetSdkVersion, "android:targetSdkVersion") ?? target
      maxSDK = reader.integer(usesSDK, .maxSdkVersion, "android:maxSdkVersion") ?? maxSDK
    }
    (targetSDK, targetSDKCodename) = target ?? (minSDK, minSDKCodename)

    let application = root.children(named: "application").first { _ in true }
    isDebuggable = reader.boolean(application, .debuggable, "android:debuggable") ?? false
    isTestOnly = reader.boolean(application, .testOnly, "android:testOnly") ?? false
    extractNativeLibs = reader.boolean(application, .extractNativeLibs, "android:extractNativeLibs")
    hasCode = reader.boolean(application, .hasCode, "android:hasCode") ?? true

    permissions = root.children.compactMap { element in
      guard ["uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m"].contains(element.name),
        case .string(let name)? = element.attribute(.name)
      else { return nil }
      return Permission(name: name, maxSDK: reader.integer(element, .maxSdkVersion, "android:maxSdkVersion"))
    }
    features = root.children(named: "uses-feature").compactMap { element in
      guard case .string(let name)? = element.attribute(.name) else { return nil }
      return Feature(name: name, isRequired: reader.boolean(element, .required, "android:required") ?? true)
    }
    hasTelevisionLauncher =
      application?.children.contains { activity in
        activity.children(named: "intent-filter").contains { filter in
          filter.children(named: "category").contains {
            $0.attribute(.name) == .string("android.intent.category.LEANBACK_LAUNCHER")
          }
        }
      } ?? false
    references = reader.references
  }
}

/// Turns typed attribute values into Swift's, and notes those that are references.
private struct AttributeReader {
  var references: [AndroidManifest.Reference] = []

  private mutating func value(
    _ element: CompiledElement?, _ id: AttributeID, _ name: String
  ) -> CompiledAttribute.Value? {
    let value = element?.attribute(id)
    guard case .reference(let resource)? = value else { return value }
    let digits = String(resource, radix: 16)
    references.append(
      .init(attribute: name, resource: "@0x" + String(repeating: "0", count: 8 - digits.count) + digits))
    return nil
  }

  mutating func string(_ element: CompiledElement?, _ id: AttributeID, _ name: String) -> String? {
    switch value(element, id, name) {
    case .string(let text): text
    // A version name such as `7` or `true` is compiled to a number or a truth value.
    case .integer(let number): String(Int32(bitPattern: number))
    case .boolean(let truth): String(truth)
    case .other(type: 0x04, let bits): String(Float(bitPattern: bits))
    default: nil
    }
  }

  mutating func integer(_ element: CompiledElement?, _ id: AttributeID, _ name: String) -> Int? {
    switch value(element, id, name) {
    case .integer(let number): Int(Int32(bitPattern: number))
    case .string(let text): Int32(text).map(Int.init)
    default: nil
    }
  }

  mutating func boolean(_ element: CompiledElement?, _ id: AttributeID, _ name: String) -> Bool? {
    switch value(element, id, name) {
    case .boolean(let truth): truth
    case .integer(let number): number != 0
    case .string(let text): text == "true" || text == "TRUE" || text == "1"
    default: nil
    }
  }

  /// - Throws: ``AndroidError/manifest(element:attribute:)`` when the version is neither a number nor a
  ///   codename: nobody could tell then on which devices the app runs.
  mutating func platform(
    _ element: CompiledElement, _ id: AttributeID, _ name: String
  ) throws(AndroidError) -> (level: Int, codename: String?)? {
    switch element.attribute(id) {
    case nil: return nil
    case .integer(let number)?: return (Int(Int32(bitPattern: number)), nil)
    case .string(let text)?:
      if let number = Int32(text) { return (Int(number), nil) }
      if let level = PlatformVersion.level(ofCodename: text) { return (level, text) }
    default: break
    }
    throw .manifest(element: element.name, attribute: name)
  }
}
