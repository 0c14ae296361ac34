import Credentials
import Cryptography
import Pipelines

/// Files that somebody hands over together, told apart by what they hold.
struct KeyMaterial {
  /// The names of files.
  private(set) var keystore: String?
  private(set) var privateKey: String?
  private(set) var debugTokens: [String] = []
  private(set) var certificates: [Certificate] = []
  private(set) var profiles: [ProvisioningProfile] = []
  private(set) var serviceAccount: (account: GoogleServiceAccount, bytes: SecretBytes)?
  /// A `.p8`, and the id in its name.
  private(set) var appleKey: (bytes: SecretBytes, id: String?)?
  private var files: [String: SecretBytes] = [:]

  /// - Throws: ``CredentialError`` for a file that is nothing of the kind, ``Failure`` for two keys at once.
  init(_ paths: [String], password: SecretBytes?, invocation: Invocation) throws {
    let reader = SecretReader(invocation: invocation)
    for path in paths {
      let file = try Self.look(at: reader.data(.file(path), for: path), path, password)
      files[path] = file.bytes
      switch file.content {
      case .keystore: try Self.take(&keystore, path)
      case .privateKey: try Self.take(&privateKey, path)
      case .applePrivateKey(_, let hint):
        try Self.take(&privateKey, path)
        appleKey = (file.bytes, hint)
      case .certificates(let found): certificates += found
      case .provisioningProfile(let profile): profiles.append(profile)
      case .googleServiceAccount(let account): serviceAccount = (account, file.bytes)
      case .debugToken: debugTokens.append(path)
      }
    }
  }

  /// What a file that was handed over holds.
  func bytes(of file: String) -> SecretBytes { files[file] ?? SecretBytes([]) }

  /// A password that is wrong for one of the files may be right for another.
  private static func look(
    at bytes: [UInt8], _ path: String, _ password: SecretBytes?
  ) throws(CredentialError) -> CredentialFile {
    do throws(CredentialError) {
      return try CredentialFile(bytes, origin: path, password: password)
    } catch .wrongPassword {
      return try CredentialFile(bytes, origin: path)
    }
  }

  private static func take(_ place: inout String?, _ path: String) throws {
    if let other = place {
      throw Failure(
        .usage, "\(other) and \(path) are two private keys.", remedy: "Add them one by one.")
    }
    place = path
  }
}
