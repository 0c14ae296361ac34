import Credentials
import Cryptography
import FoundationEssentials
import KeyStores
import Pipelines
import Releases
import Synchronization

/// Opens the keys that targets ask for, each once, with passwords checked on the spot.
///
/// Only what a target may need is opened: a CI job that has the secrets of one key can run the targets of that key.
final class KeyOpener: Sendable {
  private let pipeline: Pipeline
  private let invocation: Invocation
  private let secrets: SecretReader
  /// The keys that a team shares; nil without a key store.
  let stored: StoredKeys?
  /// Whether there is a key store that could not be opened, so that nobody knows which keys there are.
  let isStoreShut: Bool
  /// Complete the chains of Apple's certificates.
  let issuers: AppleIssuers
  private let opened = Mutex<[String: Result<Key, Failures>]>([:])

  /// - Parameter stored: the keys of the key store, which was opened.
  init(pipeline: Pipeline, invocation: Invocation, stored: StoredKeys? = nil, isStoreShut: Bool = false) {
    self.pipeline = pipeline
    self.invocation = invocation
    self.stored = stored
    self.isStoreShut = isStoreShut
    secrets = SecretReader(pipeline: pipeline, invocation: invocation)
    issuers = AppleIssuers(invocation)
  }

  /// The key that a target signs with.
  ///
  /// - Throws: ``CredentialError`` by the rules of ``Keyring``, ``Failures`` when the key cannot be opened.
  func signer(_ reference: KeyReference, for target: Target) throws -> PlannedSigner {
    let keyring = try Keyring(pipeline.keys.map(\.offer) + (stored?.offers ?? []))
    let offer = try keyring.select(
      reference.choice.keyringChoice, platform: target.platform, distribution: target.distribution.value,
      application: target.application?.value)
    return try signer(named: offer.name)
  }

  /// The key of a name, whatever it signs.
  ///
  /// - Throws: ``CredentialError/noSuchKey(name:keys:)``, ``Failures`` when it cannot be opened.
  func signer(named name: String) throws -> PlannedSigner {
    guard !pipeline.keys.contains(where: { $0.name == name }), let stored, stored.has(name) else {
      return PlannedSigner(try key(named: name), profiles: try profiles(of: name))
    }
    return try stored.signer(named: name)
  }

  /// The roots that the pipeline file trusts beside Apple's.
  ///
  /// - Throws: ``BytesError``, ``CryptographyError``.
  func anchors() throws -> [Certificate] {
    try pipeline.trust.flatMap { try AppleSigning.anchors(at: pipeline.absolutePath($0.value)) }
  }

  /// - Throws: ``CredentialError`` for a file that is no profile, ``Failure`` or ``BytesError`` for one that is not there.
  private func profiles(of name: String) throws -> [ProvisioningProfile] {
    let declared = pipeline.keys.first { $0.name == name }?.profiles ?? []
    return try declared.map { profile in
      let bytes = try secrets.data(profile.source.value, for: "key \(name)")
      return try ProvisioningProfile(bytes, origin: profile.source.value.origin)
    }
  }

  /// Android's own debug keystore, or the promise that the run makes it.
  func androidDebugSigner() throws -> PlannedSigner {
    let path = try debugKeystorePath
    guard FileManager.default.fileExists(atPath: path) else {
      return PlannedSigner(debugKeystore: path, identity: nil)
    }
    let opened = try AndroidDebugKeystore.open(orMakeAt: path, now: invocation.now)
    return PlannedSigner(debugKeystore: path, identity: opened.identity)
  }

  /// The identity of a planned signer; the debug keystore is made now when it is missing.
  func identity(of signer: PlannedSigner) throws -> SigningIdentity {
    if let identity = signer.identity { return identity }
    return try AndroidDebugKeystore.open(orMakeAt: debugKeystorePath, now: invocation.now).identity
  }

  private var debugKeystorePath: String {
    get throws {
      guard let path = AndroidDebugKeystore.defaultPath(in: invocation.environment) else {
        throw Failure(
          .inputUnreadable, "Nothing says where Android's debug keystore is.",
          remedy: "Set HOME or ANDROID_USER_HOME, or name a key for the target.")
      }
      return path
    }
  }

  private func key(named name: String) throws -> Key {
    if let known = opened.withLock({ $0[name] }) { return try known.get() }
    let result: Result<Key, Failures>
    do {
      result = .success(try open(name))
    } catch {
      result = .failure(Failures(Failure.all(of: error)))
    }
    opened.withLock { $0[name] = result }
    return try result.get()
  }

  private func open(_ name: String) throws -> Key {
    guard let declaration = pipeline.keys.first(where: { $0.name == name }) else {
      throw CredentialError.noSuchKey(
        name: name, keys: pipeline.keys.map(\.name) + (stored?.offers.map(\.name) ?? []))
    }
    let (identity, warnings) = try identity(of: declaration)
    return try Key(
      declaration.offer, identity: identity, team: declaration.team?.value, warnings: warnings)
  }

  private func identity(of declaration: KeyDeclaration) throws -> (SigningIdentity, [Finding]) {
    let who = "key \(declaration.name)"
    let password = try declaration.password.map { try secrets.secret($0.value, for: who) }
    switch declaration.source {
    case .keystore(let keystore):
      let opened = try Keystore.open(
        secrets.data(keystore.value, for: who), origin: keystore.value.origin,
        alias: declaration.alias?.value,
        password: password,
        keyPassword: declaration.keyPassword.map { try secrets.secret($0.value, for: who) })
      return (opened.identity, opened.warnings)
    case .privateKey(let privateKey, let certificate):
      let identity = try Keystore.open(
        privateKey: secrets.data(privateKey.value, for: who), keyOrigin: privateKey.value.origin,
        certificate: secrets.data(certificate.value, for: who), certificateOrigin: certificate.value.origin,
        password: password ?? declaration.keyPassword.map { try secrets.secret($0.value, for: who) })
      return (identity, [])
    }
  }
}

extension KeyDeclaration {
  /// What is known of the key before it is opened.
  fileprivate var offer: KeyOffer {
    KeyOffer(
      name: name, platform: platform, purpose: purpose.value, applications: applications, isDefault: isDefault
    )
  }
}

extension KeyReference.Choice {
  fileprivate var keyringChoice: Keyring.Choice {
    switch self {
    case .byDefault: .byDefault
    case .named(let name): .named(name)
    }
  }
}

extension DataReference {
  /// What messages call the place the bytes came from.
  fileprivate var origin: String {
    switch self {
    case .file(let path): path
    case .environment(let name): "$\(name)"
    }
  }
}
