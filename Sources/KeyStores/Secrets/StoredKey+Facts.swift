import Bytes
package import Credentials
package import Cryptography
package import Releases

extension StoredKey {
  /// What the clear metadata says of the key.
  ///
  /// - Parameter purpose: for keys whose certificate does not tell, or is still to come.
  /// - Throws: ``CredentialError/purposeContradictsCertificate(key:declared:found:subject:)`` when it tells another.
  package func facts(
    name: String, platform: Platform, purpose: Purpose?
  ) throws(CredentialError) -> KeyFacts {
    let certificate = identity?.certificate
    let found = certificate?.purpose(on: platform)
    if let purpose, let found, found != purpose {
      throw .purposeContradictsCertificate(
        key: name, declared: purpose, found: found, subject: certificate?.subject.rfc2253 ?? "")
    }
    let team =
      platform.isApple
      ? certificate?.appleTeam ?? profiles.lazy.compactMap(\.teamIdentifiers.first).first : nil
    return KeyFacts(
      platform: platform, purpose: found ?? purpose ?? .distribution, team: team,
      certificate: certificate.map(CertificateSummary.init),
      profiles: profiles.map { ProfileSummary($0, key: certificate) }.sorted {
        ($0.name, $0.uuid) < ($1.name, $1.uuid)
      },
      publicKey: Digest.hash(.sha256, privateKey.publicKeyInfo).hex)
  }
}

extension CertificateSummary {
  package init(_ certificate: Certificate) {
    self.init(
      sha256: certificate.sha256.hex, sha1: certificate.sha1.hex, subject: certificate.subject.rfc2253,
      algorithm: certificate.keyAlgorithm.description, notBefore: certificate.notBefore.wholeSeconds,
      notAfter: certificate.notAfter.wholeSeconds)
  }
}

extension ProfileSummary {
  init(_ profile: ProvisioningProfile, key certificate: Certificate?) {
    self.init(
      uuid: profile.uuid, name: profile.name, applicationIdentifier: profile.applicationIdentifier,
      kind: profile.kind.rawValue, expires: profile.expires.wholeSeconds,
      hasCertificate: certificate.map(profile.certificates.contains) ?? false)
  }
}
