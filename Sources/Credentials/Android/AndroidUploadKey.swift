package import Cryptography
package import FoundationEssentials

/// New keys to sign Android's releases with: uploads to Google Play, or apps that go elsewhere.
package enum AndroidUploadKey {
  /// What kind of key is made.
  package enum Algorithm: String, CaseIterable, Sendable {
    case rsa2048 = "rsa-2048"
    case rsa4096 = "rsa-4096"
    /// Android reads signatures of this one from 4.3 (API 18) on.
    case p256 = "ec-p256"
  }

  /// Makes a key and a certificate for itself that is valid for 10,000 days, as Android's documentation advises: until
  /// long after 22 October 2033, before which Google Play lets no certificate end.
  ///
  /// - Parameters:
  ///   - name: the alias.
  ///   - subject: nobody checks it; but Google Play refuses that of Android's debug key.
  ///   - now: the first moment of its validity.
  /// - Throws: ``CredentialError/unreadable(origin:error:)`` when OpenSSL fails; `origin` is the name.
  package static func make(
    name: String, subject: DistinguishedName, algorithm: Algorithm, now: Date = Date()
  ) throws(CredentialError) -> SigningIdentity {
    do throws(CryptographyError) {
      let key =
        switch algorithm {
        case .rsa2048: try PrivateKey.generateRSA(bits: 2048)
        case .rsa4096: try PrivateKey.generateRSA(bits: 4096)
        case .p256: try PrivateKey.generateEC(curve: "P-256")
        }
      let certificate = try Certificate.selfSigned(
        key, subject: subject, notBefore: now, notAfter: now + 10_000 * 86_400)
      return SigningIdentity(name: name, key: key, ownCertificate: certificate)
    } catch {
      throw CredentialError(error, origin: name)
    }
  }
}
