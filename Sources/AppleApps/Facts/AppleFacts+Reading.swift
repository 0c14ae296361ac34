import Bytes
import Credentials
package import Cryptography
import PropertyLists

extension AppleFacts {
  /// Reads what an app says of itself.
  ///
  /// Signatures are read, not verified.
  ///
  /// - Parameters:
  ///   - size: the length of the package in bytes; 0 for a folder.
  ///   - anchors: roots that are trusted beside Apple's.
  /// - Throws: ``AppleError`` when code, a signature or a profile cannot be read.
  package static func read(
    _ contents: AppContents, size: Int = 0, anchors: [Certificate] = []
  ) throws(AppleError) -> AppleFacts {
    let reader = AppleFactsReader(tree: contents.tree, anchors: anchors)
    var bundles = try contents.bundles.map { (bundle) throws(AppleError) in try reader.facts(of: bundle) }
    bundles.sort { left, right in
      left.path == contents.app.path
        || right.path != contents.app.path && left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
    var loose = try contents.looseCode.map { (path) throws(AppleError) in try reader.code(at: path) }
    loose += contents.staticLibraries.map { CodeFacts(path: $0, fileType: CodeFacts.staticLibrary) }
    loose.sort { $0.path < $1.path }
    let manifests = Set(bundles.compactMap(\.privacyManifest?.path))
    let others = try contents.tree.items.filter(\.isFile).map(\.path).filter {
      $0.hasSuffix("/\(AppleFactsReader.privacyManifest)") && !manifests.contains($0)
    }.map { (path) throws(AppleError) in try reader.privacyManifest(at: path) }
    let beside = Set(
      contents.tree.items.filter { $0.kind == .folder && $0.path.pathParts.count == 1 }.map(\.path))
    return AppleFacts(
      size: size, bundles: bundles, looseCode: loose,
      foldersBesidePayload: beside.subtracting(["Payload"]).sorted(),
      otherPrivacyManifests: others.compactMap(\.self), sdkSignatures: try reader.sdkSignatures())
  }
}

/// Reads the parts of ``AppleFacts``.
struct AppleFactsReader {
  let tree: any BundleTree
  let anchors: [Certificate]

  static let privacyManifest = "PrivacyInfo.xcprivacy"
  private static let largestManifest = 4 << 20

  func facts(of bundle: AppBundle) throws(AppleError) -> BundleFacts {
    let info = bundle.info
    let extensionPoint =
      info["NSExtension"]?["NSExtensionPointIdentifier"]?.string
      ?? info["EXAppExtensionAttributes"]?["EXExtensionPointIdentifier"]?.string
    let icon =
      info["CFBundleIconName"]?.string
      ?? info["CFBundleIcons"]?["CFBundlePrimaryIcon"]?["CFBundleIconName"]?.string
    let usages = (info.dictionary ?? [:]).filter { key, value in
      key.hasSuffix("UsageDescription") && value.string?.isEmpty == false
    }
    return BundleFacts(
      path: bundle.path, kind: bundle.kind, identifier: bundle.identifier,
      version: info["CFBundleShortVersionString"]?.string, build: info["CFBundleVersion"]?.string,
      name: info["CFBundleDisplayName"]?.string ?? info["CFBundleName"]?.string,
      minimumOS: info["MinimumOSVersion"]?.string ?? info["LSMinimumSystemVersion"]?.string,
      executable: info["CFBundleExecutable"]?.string, sdkName: info["DTSDKName"]?.string,
      platformName: info["DTPlatformName"]?.string, xcode: info["DTXcode"]?.string,
      deviceFamilies: (info["UIDeviceFamily"]?.array ?? []).compactMap(\.integer), iconName: icon,
      icons: bundle.kind == .app ? try icons(of: bundle) : [],
      hasAssetCatalog: tree.item(at: "\(bundle.root)/Assets.car")?.isFile == true,
      supportedPlatforms: info["CFBundleSupportedPlatforms"]?.strings ?? [],
      usageDescriptions: usages.keys.sorted(), extensionPoint: extensionPoint,
      code: try bundle.executable.flatMap { (path) throws(AppleError) in
        MachOFile.isMachO(try tree.head(of: path, count: 8)) ? try code(at: path) : nil
      },
      profile: try profile(of: bundle),
      hasCodeResources: tree.item(at: bundle.codeResourcesPath) != nil,
      privacyManifest: try privacyManifest(at: "\(bundle.root)/\(Self.privacyManifest)"))
  }

  func code(at path: String) throws(AppleError) -> CodeFacts {
    let file = try MachOFile(reading: tree.source(of: path), name: path)
    return try CodeFacts(file, anchors: anchors)
  }

  func profile(of bundle: AppBundle) throws(AppleError) -> ProfileFacts? {
    guard tree.item(at: bundle.profilePath) != nil else { return nil }
    let bytes = try tree.contents(
      of: bundle.profilePath, as: .provisioningProfile, limit: ProvisioningProfile.sizeLimit)
    do throws(CredentialError) {
      return ProfileFacts(try ProvisioningProfile(bytes, origin: bundle.profilePath), anchors: anchors)
    } catch {
      throw .malformed(.provisioningProfile, field: "content", offset: 0, file: bundle.profilePath)
    }
  }

  /// What Xcode noted of the libraries that came as XCFrameworks: property lists beside `Payload`.
  func sdkSignatures() throws(AppleError) -> [SDKSignatureFacts] {
    let ending = ".signature"
    let files = tree.items.filter { item in
      item.isFile && item.path.pathParts.count == 2 && item.path.hasPrefix("Signatures/")
        && item.path.hasSuffix(ending)
    }
    return try files.map { (item) throws(AppleError) in
      guard case .file(let size, _) = item.kind, size <= Self.largestManifest,
        let list = try? PropertyList(
          reading: try tree.contents(of: item.path, as: .infoPropertyList, limit: Self.largestManifest))
      else { return SDKSignatureFacts(path: item.path) }
      return SDKSignatureFacts(
        path: item.path, library: list["metadata"]?["library"]?.string, isSigned: list["signed"]?.boolean)
    }
  }

  /// What the manifest declares; nil when there is none.
  func privacyManifest(at path: String) throws(AppleError) -> PrivacyManifestFacts? {
    guard tree.item(at: path)?.isFile == true else { return nil }
    let bytes = try tree.contents(of: path, as: .infoPropertyList, limit: Self.largestManifest)
    guard let list = try? PropertyList(reading: bytes) else {
      return PrivacyManifestFacts(path: path, problem: "no property list")
    }
    guard list.dictionary != nil else { return PrivacyManifestFacts(path: path, problem: "no dictionary") }
    if let tracking = list["NSPrivacyTracking"], tracking.boolean == nil {
      return PrivacyManifestFacts(path: path, problem: "NSPrivacyTracking is no boolean")
    }
    var declared: [String: Set<String>] = [:]
    for entry in list["NSPrivacyAccessedAPITypes"]?.array ?? [] {
      guard let type = entry["NSPrivacyAccessedAPIType"]?.string,
        let reasons = entry["NSPrivacyAccessedAPITypeReasons"]?.strings, !reasons.isEmpty
      else { return PrivacyManifestFacts(path: path, problem: "an accessed API without type or reasons") }
      declared[type, default: []].formUnion(reasons)
    }
    return PrivacyManifestFacts(
      path: path, declaredAPIs: declared.keys.sorted(), reasons: declared.mapValues { $0.sorted() },
      isTracking: list["NSPrivacyTracking"]?.boolean)
  }
}
