import Age
import FoundationEssentials
package import KeyStores
package import Pipelines

/// The key store that a pipeline or the command line means, whom it is trusted by, and who asks.
package struct StoreAccess: Sendable {
  package let invocation: Invocation
  package let identity: IdentitySource
  /// The store's folder.
  package let path: String
  /// Whether somebody named it; else it is only where it would be.
  package let isNamed: Bool
  /// What the pipeline file says its root is.
  private let declaredTrust: String?
  /// How the store was when the lock file was written; nil without one.
  package var lockWitness: StoreWitness?

  package static let pathVariable = "SLIPWAY_KEYS"
  package static let trustVariable = "SLIPWAY_TRUST"
  package static let defaultFolder = "slipway-keys"

  /// - Parameters:
  ///   - pipeline: whose `key-store:` counts where no variable names another; nil without a pipeline file.
  ///   - path: what `--store` says.
  package init(
    _ invocation: Invocation, pipeline: Pipeline?, path: String? = nil, ask: PasswordPrompt?
  ) {
    self.invocation = invocation
    identity = IdentitySource(invocation, ask: ask)
    let variable = invocation.environment[Self.pathVariable].flatMap { $0.isEmpty ? nil : $0 }
    let declared = pipeline?.keyStore.map { store in
      pipeline?.absolutePath(store.path.value) ?? store.path.value
    }
    isNamed = (path ?? variable ?? declared) != nil
    let folder =
      path.map(StoreFolder.init)
      ?? Self.folder(declared: declared, beside: pipeline?.file ?? "", invocation.environment)
    self.path =
      folder.path.hasPrefix("/")
      ? folder.path : "\(FileManager.default.currentDirectoryPath)/\(folder.path)"
    declaredTrust = pipeline?.keyStore?.trust?.value
  }

  /// Where the store is or would be: what the environment says, else the pipeline file, else beside that.
  static func folder(
    declared: String?, beside pipeline: String, _ environment: [String: String]
  ) -> StoreFolder {
    if let variable = environment[pathVariable], !variable.isEmpty { return StoreFolder(variable) }
    let folder = pipeline.lastIndex(of: "/").map { String(pipeline[...$0]) } ?? ""
    return StoreFolder(declared ?? folder + defaultFolder)
  }

  /// Whether there is a store to be opened: one that is named must be there.
  package var isThere: Bool { isNamed || StoreFolder(path).isStore }

  package var memory: StoreMemory { StoreMemory(folder: "\(invocation.userState)/stores") }

  /// Whose store it must be.
  ///
  /// - Throws: ``StoreError/trustNeeded(path:root:)`` in CI when nothing says it, ``StoreError/malformedTrust(_:)``,
  ///   ``Failure`` when the pipeline file and the environment say different things.
  package func trust() throws -> Trust {
    let variable = invocation.environment[Self.trustVariable].flatMap { $0.isEmpty ? nil : $0 }
    let said = try [declaredTrust, variable].compactMap { $0 }.map { try Trust(fingerprint: $0) }
    if said.count == 2, said[0] != said[1] {
      throw Failure(
        .didNotPass, "The pipeline file and \(Self.trustVariable) trust different key stores.",
        remedy: "Find out which is right, and leave the other out.")
    }
    if let trust = said.first { return trust }
    if let remembered = memory.witness(of: StoreFolder(path)) { return .root(remembered.root) }
    guard !invocation.isCI else {
      throw StoreError.trustNeeded(path: path, root: try KeyStore.claimedRoot(at: path))
    }
    return .firstUse
  }

  /// What is known of how the store was.
  package var witnesses: [(StoreWitness, StoreFlaw.Source)] {
    let remembered = memory.witness(of: StoreFolder(path))
    return [lockWitness.map { ($0, .lock) }, remembered.map { ($0, .memory) }].compactMap { $0 }
  }

  /// Reads the store, every document of which must hold.
  ///
  /// - Throws: ``StoreError``, ``Failure``.
  package func open() throws -> KeyStore {
    let store = try KeyStore.open(at: path, trust: trust(), witnesses: witnesses)
    // Where nothing can be kept, nothing is remembered; `doctor` says so.
    try? memory.remember(store)
    return store
  }

  /// Reads the store as far as it holds.
  package func look() throws -> (store: KeyStore, flaws: [StoreFlaw]) {
    try KeyStore.look(at: path, trust: trust(), witnesses: witnesses)
  }

  /// Makes the store.
  ///
  /// - Throws: ``StoreError``, ``Failure``.
  package func make(name: String, groups: [String]) throws -> KeyStore {
    guard let first = try identity.identities().first else { throw AgeError.noIdentity }
    let store = try KeyStore.make(at: path, by: first, name: name, groups: groups, now: invocation.now)
    try? memory.remember(store)
    return store
  }

  /// Changes the store.
  ///
  /// - Throws: ``StoreError``, ``Failure``, what the body throws.
  package func change<Value>(
    repairs: Bool = false, _ body: (inout StoreChange) throws -> Value
  ) throws -> (store: KeyStore, value: Value) {
    let result = try KeyStore.change(
      at: path, trust: trust(), witnesses: witnesses, by: identity.identities(), now: invocation.now,
      repairs: repairs, body)
    try? memory.remember(result.store)
    return result
  }
}
