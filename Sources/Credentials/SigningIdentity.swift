package import Cryptography

/// A private key and its certificate chain: what signs.
package struct SigningIdentity: Sendable {
  /// The alias, or the name of the file the key came from.
  package let name: String
  package let key: PrivateKey
  /// The key's certificate first, each followed by its issuer as far as they are known.
  ///
  /// Never empty.
  package let chain: [Certificate]

  /// The key's own certificate.
  package var certificate: Certificate { chain[0] }

  /// Puts a key and its certificates together, in whatever order these are.
  ///
  /// - Parameters:
  ///   - name: the alias or file name.
  ///   - key: the private key.
  ///   - certificates: the key's and any others; those that are not of its chain are left out.
  ///   - origin: the file, for messages.
  /// - Throws: ``CredentialError/keyWithoutCertificate(origin:alias:)`` when there is none at all,
  ///   ``CredentialError/certificateDoesNotMatchKey(origin:subject:)`` when none is the key's.
  package init(
    name: String, key: PrivateKey, certificates: [Certificate], origin: String
  ) throws(CredentialError) {
    guard let first = certificates.first else { throw .keyWithoutCertificate(origin: origin, alias: nil) }
    guard let chain = Certificate.chain(for: key, among: certificates) else {
      throw .certificateDoesNotMatchKey(origin: origin, subject: first.subject.rfc2253)
    }
    self.name = name
    self.key = key
    self.chain = chain
  }

  /// A key with the certificate that it gave itself.
  init(name: String, key: PrivateKey, ownCertificate: Certificate) {
    self.name = name
    self.key = key
    chain = [ownCertificate]
  }
}
