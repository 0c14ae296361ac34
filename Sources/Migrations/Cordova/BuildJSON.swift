import Cryptography
import FoundationEssentials
import Releases

/// Cordova's `build.json`.
///
///     { "android": { "debug" | "release": { "keystore", "alias", "storePassword", "password", "keystoreType",
///                                           "packageType" } },
///       "ios": { "debug" | "release": { "codeSignIdentity", "developmentTeam", "packageType",
///                                       "provisioningProfile", … } } }
///
/// `password` is the key's. Of iOS it only names what a Mac has, and at most the path of a `.p8`; a profile is a name
/// or identifier, or an object of those by bundle identifier. Paths are relative to the file. cordova-android and
/// cordova-ios, `lib/build.js`.
struct BuildJSON {
  private let document: JSONObject
  private let folder: String

  /// Whether a file of this name is one.
  static func isNamed(_ name: String) -> Bool { name == "build.json" }

  /// The kinds of build that both platforms have.
  private static let buildTypes = ["debug", "release"]
  private static let androidMembers: Set<String> = [
    "keystore", "alias", "storePassword", "password", "keystoreType", "packageType",
  ]
  private static let iosMembers: Set<String> = [
    "codeSignIdentity", "provisioningProfile", "developmentTeam", "packageType", "buildFlag",
    "iCloudContainerEnvironment", "automaticProvisioning", "authenticationKeyPath", "authenticationKeyID",
    "authenticationKeyIssuerID",
  ]

  /// - Throws: ``MigrationError/notJSON(path:)``, ``MigrationError/tooLarge(path:limit:)``,
  ///   ``MigrationError/file(_:)``.
  init(path: String) throws(MigrationError) {
    document = try JSONObject(contentsOf: path)
    folder = FilePath.folder(of: path)
  }

  /// - Throws: ``MigrationError``, the cases about members and the files that they name.
  func read(into discovery: inout Discovery) throws(MigrationError) {
    var names = 0
    for type in Self.buildTypes {
      if let android = try document.object("android")?.object(type) {
        try readKeystore(android, into: &discovery)
      }
      if let ios = try document.object("ios")?.object(type) {
        names += try readNames(ios, into: &discovery)
        try readCredential(ios, into: &discovery)
      }
    }
    guard names > 0 || !discovery.keys.isEmpty || !discovery.credentials.isEmpty else {
      throw .nothingFound(path: document.file, source: .buildJSON)
    }
  }

  private func readKeystore(_ build: JSONObject, into discovery: inout Discovery) throws(MigrationError) {
    for note in build.unknownMembers(beside: Self.androidMembers) { discovery.note(note) }
    // A build without a keystore is signed with Android's own debug key, or not at all.
    guard let keystore = try build.text("keystore") else { return }
    let reference = KeystoreReference(
      file: document.file, member: build.path("keystore"), paths: [place(keystore)],
      alias: try build.text("alias"), password: try build.secret("storePassword"),
      keyPassword: try build.secret("password"))
    try discovery.add(reference, platform: .android)
  }

  /// Notes what is named and not there.
  ///
  /// - Returns: how much that is.
  private func readNames(_ build: JSONObject, into discovery: inout Discovery) throws(MigrationError) -> Int {
    for note in build.unknownMembers(beside: Self.iosMembers) { discovery.note(note) }
    var named: [(member: String, name: String)] = []
    if let identity = try build.text("codeSignIdentity") {
      named.append((build.path("codeSignIdentity"), identity))
    }
    if build.isText("provisioningProfile") {
      named.append((build.path("provisioningProfile"), try build.requiredText("provisioningProfile")))
    } else if let profiles = try profiles(build) {
      for bundleID in profiles.names {
        named.append((profiles.path(bundleID), try profiles.requiredText(bundleID)))
      }
    }
    for (member, name) in named {
      discovery.note(.keptOnMac(file: document.file, member: member, name: name))
    }
    return named.count
  }

  private func profiles(_ build: JSONObject) throws(MigrationError) -> JSONObject? {
    do throws(MigrationError) {
      return try build.object("provisioningProfile")
    } catch .wrongMember(let path, let member, _) {
      throw .wrongMember(path: path, member: member, expected: .textOrObject)
    }
  }

  private func readCredential(_ build: JSONObject, into discovery: inout Discovery) throws(MigrationError) {
    guard let written = try build.text("authenticationKeyPath") else { return }
    let (path, bytes) = try BoundedFile.first(
      of: [place(written)], member: build.path("authenticationKeyPath"), of: document.file)
    guard !discovery.credentials.contains(where: { $0.origin == path }) else { return }
    discovery.add(
      FoundCredential(
        name: FilePath.stem(of: path),
        kind: .appleKey(
          identifier: try build.text("authenticationKeyID"),
          issuer: try build.text("authenticationKeyIssuerID")),
        origin: path, bytes: SecretBytes(bytes)))
  }

  private func place(_ written: String) -> String {
    FilePath.resolve(written, in: folder, home: FileManager.default.homeDirectoryForCurrentUser.path)
  }
}
