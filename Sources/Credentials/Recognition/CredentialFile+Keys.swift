import Cryptography

/// Files of private keys and certificates in DER and PEM.
extension CredentialFile {
  static func der(
    _ bytes: [UInt8], _ origin: String, _ password: SecretBytes?
  ) throws(CredentialError) -> Content {
    if PKCS12.isPKCS12(bytes) { return .keystore(try KeystoreContents(pkcs12: bytes, origin, password)) }
    if let signed = try? SignedData(der: bytes) {
      // A profile has signed content, a .p7b none.
      guard signed.content == nil || signed.certificates.isEmpty else {
        return .provisioningProfile(try ProvisioningProfile(bytes, origin: origin))
      }
      if !signed.certificates.isEmpty { return .certificates(signed.certificates) }
    }
    if let certificate = try? Certificate(der: bytes) { return .certificates([certificate]) }
    do throws(CryptographyError) {
      return .privateKey(try PrivateKey(der: bytes, passphrase: password))
    } catch {
      switch error {
      case .passwordNeeded: return .privateKey(nil)
      case .malformed, .unreadable: throw .unknownCredential(origin: origin, appearance: .unknown)
      default: throw CredentialError(error, origin: origin)
      }
    }
  }

  static func pem(
    _ bytes: [UInt8], _ origin: String, _ password: SecretBytes?
  ) throws(CredentialError) -> Content {
    let blocks = PEM.blocks(in: bytes)
    if let appearance = appearance(of: blocks) {
      throw .unknownCredential(origin: origin, appearance: appearance)
    }
    let keys = blocks.filter(\.isPrivateKey)
    do throws(CryptographyError) {
      let certificates = try Certificate.all(in: bytes)
      if keys.isEmpty {
        guard !certificates.isEmpty else {
          throw CryptographyError.unreadable(structure: .pem, reason: "")
        }
        return .certificates(certificates)
      }
      if keys.count > 1 || !certificates.isEmpty {
        return .keystore(try KeystoreContents(pem: keys, certificates, password))
      }
      if keys[0].isEncrypted, password == nil { return .privateKey(nil) }
      let key = try PrivateKey(keys[0], passphrase: password)
      guard keys[0].label == "PRIVATE KEY", key.algorithm == .ec(curve: "P-256", bits: 256) else {
        return .privateKey(key)
      }
      return .applePrivateKey(key, keyIDHint: keyIDHint(origin))
    } catch {
      throw CredentialError(error, origin: origin)
    }
  }

  /// What blocks are none of whose kind is kept.
  private static func appearance(of blocks: [PEM.Block]) -> Appearance? {
    let labels = Set(blocks.map(\.label))
    if labels.contains("OPENSSH PRIVATE KEY") { return .sshKey }
    guard !blocks.contains(where: { $0.isPrivateKey || $0.isCertificate || $0.label == "PKCS7" }) else {
      return nil
    }
    if labels.contains("CERTIFICATE REQUEST") || labels.contains("NEW CERTIFICATE REQUEST") {
      return .certificateRequest
    }
    return labels.contains("PUBLIC KEY") || labels.contains("RSA PUBLIC KEY") ? .publicKey : .text
  }

  /// The key's id in a name such as `AuthKey_2X9R4HXF34.p8`; nil for any other name.
  static func keyIDHint(_ origin: String) -> String? {
    guard let name = origin.split(separator: "/").last, name.hasSuffix(".p8"),
      let prefix = ["AuthKey_", "ApiKey_", "SubscriptionKey_"].first(where: name.hasPrefix)
    else { return nil }
    let identifier = name.dropFirst(prefix.count).dropLast(3)
    let isOne =
      identifier.utf8.count == 10
      && identifier.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
    return isOne ? String(identifier) : nil
  }
}
