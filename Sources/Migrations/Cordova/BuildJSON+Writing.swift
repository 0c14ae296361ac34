import Credentials
import Releases

extension BuildJSON {
  /// The file as it is written, members as ``BuildJSON`` reads them.
  private struct Document: Encodable {
    struct Android: Encodable {
      let keystore: String
      let storePassword: String
      let alias: String
      let password: String
      let keystoreType: String
    }
    struct Ios: Encodable {
      let codeSignIdentity: String
      let developmentTeam: String?
      let packageType: String
      let provisioningProfile: [String: String]
    }
    var android: [String: Android]?
    var ios: [String: Ios]?
  }

  /// A key for `release` and one for `debug` on each platform; of Apple's only the names, since Cordova takes identity
  /// and profiles from the Mac that it runs on.
  ///
  /// - Throws: ``MigrationError``, the cases about writing.
  static func files(of keys: [ExportedKey]) throws(MigrationError) -> (
    files: [FileSet.File], notes: [MigrationNote]
  ) {
    var files: [FileSet.File] = []
    var notes: [MigrationNote] = []
    var document = Document()
    var places: [String: ExportedKey] = [:]
    for key in keys {
      guard key.platform == .android || key.platform == .ios else {
        throw .cannotHold(key: key.name, platform: key.platform, purpose: key.purpose, format: .buildJSON)
      }
      let type = key.purpose == .distribution ? "release" : "debug"
      let member = "\(key.platform.rawValue).\(type)"
      if let other = places.updateValue(key, forKey: member) {
        throw .samePlace(keys: [other.name, key.name], member: member, format: .buildJSON)
      }
      if key.platform == .android {
        let path = "credentials/\(key.fileName).p12"
        let password = try key.passwordText(for: .buildJSON)
        files.append(FileSet.File(path: path, bytes: try key.keystore(), isSecret: true))
        document.android = (document.android ?? [:]).merging([
          type: Document.Android(
            keystore: path, storePassword: password, alias: key.alias, password: password,
            keystoreType: "pkcs12")
        ]) { $1 }
      } else {
        let names = try ios(key)
        document.ios = (document.ios ?? [:]).merging([type: names]) { $1 }
        notes.append(
          .keptOnMac(
            file: "build.json", member: "\(member).codeSignIdentity", name: names.codeSignIdentity))
        for (bundleID, uuid) in names.provisioningProfile.sorted(by: { $0.key < $1.key }) {
          notes.append(
            .keptOnMac(file: "build.json", member: "\(member).provisioningProfile.\(bundleID)", name: uuid))
        }
      }
    }
    files.append(FileSet.File(path: "build.json", bytes: document.text, isSecret: true))
    return (files, notes)
  }

  private static func ios(_ key: ExportedKey) throws(MigrationError) -> Document.Ios {
    guard let profile = key.profiles.first else { throw .noProfile(key: key.name, format: .buildJSON) }
    let certificate = key.identity.certificate
    return Document.Ios(
      codeSignIdentity: certificate.subject["CN"] ?? certificate.subject.rfc2253,
      developmentTeam: certificate.appleTeam ?? profile.teamIdentifiers.first,
      packageType: profile.kind.packageType,
      provisioningProfile: Dictionary(key.profiles.map { ($0.bundleIDPattern, $0.uuid) }) { first, _ in first
      })
  }
}

extension ProvisioningProfile.Kind {
  /// The word of Xcode's export options.
  fileprivate var packageType: String {
    switch self {
    case .development: "development"
    case .adHoc: "ad-hoc"
    case .appStore: "app-store"
    case .enterprise: "enterprise"
    case .developerID: "developer-id"
    }
  }
}
