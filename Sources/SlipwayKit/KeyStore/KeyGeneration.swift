import Credentials
import Cryptography
import FoundationEssentials
package import KeyStores
package import Releases

/// Makes a new key in a store: for Android one that signs at once, for Apple one with the request for its certificate.
package struct KeyGeneration: Sendable {
  let access: StoreAccess
  let name: String
  let platform: Platform
  let purpose: Purpose
  let algorithm: AndroidUploadKey.Algorithm
  /// Whom the certificate is for; the key's name when nil.
  let commonName: String?
  let draft: KeyDraft

  package init(
    _ access: StoreAccess, name: String, platform: Platform, purpose: Purpose, isElliptic: Bool,
    commonName: String?, draft: KeyDraft
  ) {
    self.access = access
    self.name = name
    self.platform = platform
    self.purpose = purpose
    algorithm = isElliptic ? .p256 : .rsa4096
    self.commonName = commonName
    self.draft = draft
  }

  /// The private key is in the store, encrypted, before anything of it is shown.
  ///
  /// - Throws: ``StoreError``, ``CredentialError``, ``Failure`` for a platform whose keys only its maker makes.
  package func perform() throws -> (entry: Entry, store: KeyStore) {
    guard StoreName.isValid(name) else { throw StoreError.badName(name) }
    var draft = draft
    draft.name = name
    draft.platform = platform
    draft.purpose = purpose
    let (bundle, request) = try bundle()
    var entry = try draft.entry(of: StoredKey(bundle, name: name), name: name, access: access)
    if case .key(var facts) = entry.subject {
      facts.request = request
      entry.subject = .key(facts)
    }
    let staged = entry
    let store = try access.change { change in try change.add(staged, as: .generated) }.store
    return (try store.entry(name, in: .keys), store)
  }

  /// The files of a new key, and the request for its certificate where that is to come.
  func bundle() throws -> (SecretBundle, request: String?) {
    // A certificate for debugging is known by its subject alone.
    let subject =
      platform == .android && purpose == .debug
      ? AndroidDebugCertificates.subject : DistinguishedName([("CN", commonName ?? name)])
    switch platform {
    case .android:
      let identity = try AndroidUploadKey.make(
        name: name, subject: subject, algorithm: algorithm, now: access.invocation.now)
      var bundle = SecretBundle()
      let password = try RandomPassword.make()
      bundle[SecretBundle.keystore] = SecretBytes(
        try PKCS12.write(key: identity.key, chain: identity.chain, name: name, password: password))
      bundle[SecretBundle.password] = password
      bundle[SecretBundle.alias] = SecretBytes(name)
      return (bundle, nil)
    case .ios, .tvos, .watchos, .visionos, .macos:
      // Apple certifies keys of this size only.
      let key = try PrivateKey.generateRSA(bits: 2048)
      var bundle = SecretBundle()
      bundle[SecretBundle.privateKey] = try PEM.identity(key: key, chain: [])
      let request = try CertificateRequest.make(key: key, subject: subject)
      bundle[SecretBundle.request] = SecretBytes(request.pem)
      return (bundle, request.pem)
    case .blackberry:
      throw Failure(
        .didNotPass, "BlackBerry's servers, which certified keys, are gone.",
        remedy: "Add the author.p12 that you have with slipway keys add.")
    }
  }
}
