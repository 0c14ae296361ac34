import Credentials
import FoundationEssentials
import Releases

extension CredentialsJSON {
  /// The file as it is written, members as ``CredentialsJSON`` reads them.
  private struct Document: Encodable {
    struct Android: Encodable {
      let keystore: Keystore
    }
    struct Keystore: Encodable {
      let keystorePath: String
      let keystorePassword: String
      let keyAlias: String
      let keyPassword: String
    }
    struct Target: Encodable {
      let provisioningProfilePath: String
      let distributionCertificate: Certificate
    }
    struct Certificate: Encodable {
      let path: String
      let password: String
    }
    enum Ios: Encodable {
      case single(Target)
      case several([String: Target])

      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .single(let target): try container.encode(target)
        case .several(let targets): try container.encode(targets)
        }
      }
    }
    var android: Android?
    var ios: Ios?
  }

  /// One Android key, and Apple keys with their profiles; with more than one profile there is a target for each, named
  /// after the end of its bundle identifier.
  ///
  /// - Throws: ``MigrationError``, the cases about writing.
  static func files(of keys: [ExportedKey]) throws(MigrationError) -> (
    files: [FileSet.File], notes: [MigrationNote]
  ) {
    var files: [FileSet.File] = []
    var document = Document()
    let android = keys.filter { $0.platform == .android }
    guard android.count <= 1 else {
      throw .samePlace(keys: android.map(\.name), member: "android.keystore", format: .credentialsJSON)
    }
    for key in android {
      let path = "credentials/android/\(key.fileName).p12"
      let password = try key.passwordText(for: .credentialsJSON)
      files.append(FileSet.File(path: path, bytes: try key.keystore(), isSecret: true))
      document.android = Document.Android(
        keystore: Document.Keystore(
          keystorePath: path, keystorePassword: password, keyAlias: key.alias, keyPassword: password))
    }
    var profiles = ProfileFiles(folder: "credentials/ios")
    var targets: [(profile: ProvisioningProfile, target: Document.Target)] = []
    for key in keys where key.platform != .android {
      // EAS builds for iOS and tvOS, and has no members for anything else.
      guard key.platform == .ios || key.platform == .tvos else {
        throw .cannotHold(
          key: key.name, platform: key.platform, purpose: key.purpose, format: .credentialsJSON)
      }
      guard !key.profiles.isEmpty else { throw .noProfile(key: key.name, format: .credentialsJSON) }
      let path = "credentials/ios/\(key.fileName).p12"
      files.append(FileSet.File(path: path, bytes: try key.keystore(), isSecret: true))
      let certificate = Document.Certificate(
        path: path, password: try key.passwordText(for: .credentialsJSON))
      for profile in key.profiles {
        let file = profiles.add(profile)
        targets.append(
          (profile, Document.Target(provisioningProfilePath: file, distributionCertificate: certificate)))
      }
    }
    var notes: [MigrationNote] = []
    if targets.count == 1 {
      document.ios = .single(targets[0].target)
    } else if !targets.isEmpty {
      var names = TargetNames()
      let named = targets.map { (names.take($0.profile.bundleIDPattern), $0.target) }
      document.ios = .several(Dictionary(named) { first, _ in first })
      notes.append(.targetsNamedByBundleID(file: "credentials.json", targets: named.map(\.0)))
    }
    files += profiles.files
    files.append(FileSet.File(path: "credentials.json", bytes: document.text, isSecret: true))
    return (files, notes)
  }

  /// Names for targets, none of them twice.
  private struct TargetNames {
    private var taken: Set<String> = []

    mutating func take(_ bundleID: String) -> String {
      let last = bundleID.split(separator: ".").last { $0 != "*" }.map(String.init) ?? "App"
      var (name, number) = (last, 1)
      while !taken.insert(name).inserted {
        number += 1
        name = "\(last)\(number)"
      }
      return name
    }
  }
}

extension Encodable {
  /// A document of JSON over several lines, for a file that people look at.
  var text: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Text and objects of it always can be encoded.
    return ((try? Array(encoder.encode(self))) ?? []) + [UInt8(ascii: "\n")]
  }
}
