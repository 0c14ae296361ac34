import Credentials
import Cryptography

/// What a file is that lies in a folder with others, told from its name and its first bytes.
enum LooseFile {
  case keystore
  case privateKey
  case certificates([Certificate])
  case profile(ProvisioningProfile)
  case credential(FoundCredential.Kind)
  /// It has the name of something that is of use, and is not.
  case useless(MigrationNote.Reason)

  /// Whether files of this name are looked into.
  static func isOfInterest(_ path: String) -> Bool {
    extensions.contains(FilePath.pathExtension(of: path))
  }

  private static let extensions: Set<String> = [
    "p12", "pfx", "jks", "keystore", "bks", "mobileprovision", "provisionprofile", "p8", "json", "pem", "key",
    "pk8", "cer", "crt", "der",
  ]

  /// Nil for a file that has nothing to do with signing, such as most JSON.
  init?(_ bytes: [UInt8], path: String) {
    switch FilePath.pathExtension(of: path) {
    case "json":
      guard let kind = Self.serviceAccount(bytes) else { return nil }
      self = .credential(kind)
    case "mobileprovision", "provisionprofile":
      do throws(CredentialError) {
        self = .profile(try ProvisioningProfile(bytes, origin: path))
      } catch {
        self = .useless(.credential(error))
      }
    case "p8":
      guard let key = try? PrivateKey(pem: bytes), case .ec = key.algorithm else {
        self = .useless(.unknownContents)
        return
      }
      self = .credential(.appleKey(identifier: Self.identifier(path), issuer: nil))
    case "p12", "pfx", "jks", "keystore", "bks": self = .keystore
    case "pem", "key", "pk8", "cer", "crt", "der": self = Self.keyOrCertificates(bytes)
    default: return nil
    }
  }

  private static func keyOrCertificates(_ bytes: [UInt8]) -> LooseFile {
    let certificates = (try? Certificate.all(in: bytes)) ?? []
    let blocks = PEM.blocks(in: bytes)
    if blocks.contains(where: \.isPrivateKey) { return certificates.isEmpty ? .privateKey : .keystore }
    if !certificates.isEmpty { return .certificates(certificates) }
    if PKCS12.isPKCS12(bytes) { return .keystore }
    do throws(CryptographyError) {
      _ = try PrivateKey(der: bytes)
      return .privateKey
    } catch .passwordNeeded {
      return .privateKey
    } catch {
      return .useless(.unknownContents)
    }
  }

  /// A service account's JSON has a type, an address and a private key.
  private static func serviceAccount(_ bytes: [UInt8]) -> FoundCredential.Kind? {
    guard bytes.count <= BoundedFile.textLimit, case .object(let members)? = JSONValue(bytes),
      case .string("service_account")? = members["type"],
      case .string(let email)? = members["client_email"], case .string? = members["private_key"]
    else { return nil }
    return .googleServiceAccount(email: email)
  }

  /// Apple calls the file `AuthKey_ABC1234567.p8`, before 2019 `APNsAuthKey_ABC1234567.p8`, `ApiKey_…` in other tools.
  private static func identifier(_ path: String) -> String? {
    let parts = FilePath.stem(of: path).split(separator: "_")
    guard parts.count == 2, parts[0].hasSuffix("Key"), !parts[1].isEmpty else { return nil }
    return String(parts[1])
  }
}
