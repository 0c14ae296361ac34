import AppleApps
import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

/// A fixture's app on disk, and what comes of signing it with an authority made on the spot.
struct SignedApp: Sendable {
  /// The payloads in `fixtures/apple`, by what is in them.
  enum Payload: String {
    case archive = "demo.xcarchive"
    /// With a loose library and a link to a folder.
    case app = "demo-loose.app"

    /// The folder that is in it.
    var folder: String { self == .archive ? rawValue : "Demo.app" }
  }

  /// Where the app is in a tree.
  static let top = "Payload/Demo.app"
  static let executable = "\(top)/Demo"
  static let framework = "\(top)/Frameworks/DemoKit.framework"
  static let appExtension = "\(top)/PlugIns/Share.appex"
  static let library = "\(top)/Frameworks/libloose.dylib"
  static let time = Date(timeIntervalSince1970: 1_790_000_000)
  static let workers = Workers(limit: 2)

  /// The app with the loose library, signed for the App Store; made once, and not changed.
  static let shared = Result { try SignedApp(unpack(.app)) }

  /// Holds what was signed.
  let folder: TemporaryFolder
  let plan: AppleSigningPlan
  let tree: EditedTree

  /// Unpacks a payload.
  static func unpack(_ payload: Payload) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try ArchiveReader(path: "\(Repository.folder)/fixtures/apple/\(payload.rawValue).tar.xz")
      .extractTree(to: folder.path)
    return folder
  }

  /// Signs the app in a folder.
  init(
    _ folder: TemporaryFolder, _ payload: Payload = .app, signer: String = "distribution",
    profiles: [AppleAuthority.Profile]? = nil, entitlements: [String: EntitlementsSource] = [:]
  ) throws {
    let source = try #require(try AppSource(folder: folder.file(payload.folder)))
    try self.init(
      source.tree, in: folder, signer: signer, profiles: profiles, entitlements: entitlements)
  }

  /// Signs the app in a tree.
  init(
    _ tree: any BundleTree, in folder: TemporaryFolder, signer: String = "distribution",
    profiles: [AppleAuthority.Profile]? = nil, entitlements: [String: EntitlementsSource] = [:]
  ) throws {
    let contents = try AppContents(tree)
    plan = try Self.plan(contents, signer: signer, profiles: profiles, entitlements: entitlements)
    self.folder = folder
    self.tree = try AppleSigner.sign(contents, by: plan, workers: Self.workers)
  }

  static func plan(
    _ contents: AppContents, signer: String = "distribution", profiles: [AppleAuthority.Profile]? = nil,
    entitlements: [String: EntitlementsSource] = [:]
  ) throws -> AppleSigningPlan {
    let identity = try identity(signer)
    let anchors = try [root()]
    return AppleSigningPlan(
      for: try AppleFacts.read(contents), identity: identity,
      chain: try AppleChain.complete(identity, anchors: anchors),
      profiles: try (profiles.map { try $0.map { try Self.made($0) } } ?? usualProfiles.get()),
      entitlements: entitlements, anchors: anchors, time: time)
  }

  /// One for the app and one for its extension: always the same, for each has a signature that another would not have.
  private static let usualProfiles = Result {
    try [profile(), profile("com.example.demo.share")].map { try made($0) }
  }

  private static func made(_ profile: AppleAuthority.Profile) throws -> ProvisioningProfile {
    try ProvisioningProfile(AppleAuthority.shared.get().profile(profile), origin: profile.bundleID)
  }

  /// A profile for the App Store.
  static func profile(_ bundleID: String = "com.example.demo") -> AppleAuthority.Profile {
    var profile = AppleAuthority.Profile()
    profile.bundleID = bundleID
    profile.name = bundleID
    return profile
  }

  static func identity(_ name: String) throws -> SigningIdentity {
    let authority = try AppleAuthority.shared.get()
    return try Keystore.open(
      privateKey: authority.pem("\(name).key"), keyOrigin: "\(name).key",
      certificate: authority.pem("\(name).pem") + authority.pem("intermediate.pem"),
      certificateOrigin: "\(name).pem", password: nil)
  }

  static func root() throws -> Certificate {
    try #require(try Certificate.all(in: AppleAuthority.shared.get().pem("root.pem")).first)
  }

  /// Verifies an app in a tree.
  static func verify(_ tree: any BundleTree) throws -> AppleVerification {
    try AppleVerifier.verify(AppContents(tree), anchors: [root()], workers: workers)
  }

  /// Verifies an `.ipa`.
  static func verify(_ path: String) throws -> AppleVerification {
    try verify(AppSource(package: FileSource(path: path), name: path).tree)
  }

  /// Writes a tree as an `.ipa` into the folder, and gives its path.
  @discardableResult
  func write(_ tree: (any BundleTree)? = nil, as name: String) throws -> String {
    let file = try AtomicFile(path: folder.file(name))
    let placed = try IPAWriter().write(tree ?? self.tree, to: file, workers: Self.workers)
    try ReadBack.check(file, name: name, placed: placed)
    try file.commit()
    return file.path
  }
}

extension BundleTree {
  /// All of a file.
  func bytes(of path: String) throws -> [UInt8] {
    let source = try source(of: path)
    return try source.bytes(at: 0, count: source.count)
  }

  /// The code at a path.
  func code(at path: String) throws -> MachOFile { try MachOFile(reading: source(of: path), name: path) }

  /// What is sealed in a bundle, by path.
  func seals(of bundle: String) throws -> [String: ResourceSeal] {
    let path = "\(bundle)/_CodeSignature/CodeResources"
    let resources = try CodeResources(bytes(of: path), file: path)
    return Dictionary(uniqueKeysWithValues: resources.seals.map { ($0.path, $0) })
  }

  /// Everything in it, with the contents of the files.
  func contents() throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for item in items {
      switch item.kind {
      case .file(_, let isExecutable):
        contents[item.path] = try bytes(of: item.path) + Array(isExecutable ? "x".utf8 : "".utf8)
      case .link(let target): contents[item.path] = Array("-> \(target)".utf8)
      case .folder: break
      }
    }
    return contents
  }
}
