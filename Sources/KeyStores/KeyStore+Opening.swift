extension KeyStore {
  /// Reads a store, every document of which must hold.
  ///
  /// - Parameters:
  ///   - path: its folder.
  ///   - trust: whose store it must be.
  ///   - witnesses: how it was before.
  /// - Throws: ``StoreError/noStore(path:)``, ``StoreError/futureVersion(path:version:known:)``, and
  ///   ``StoreError/flawed(path:_:)`` with all that does not hold.
  package static func open(
    at path: String, trust: Trust, witnesses: [(StoreWitness, StoreFlaw.Source)] = []
  ) throws(StoreError) -> KeyStore {
    let (store, flaws) = try look(at: path, trust: trust, witnesses: witnesses)
    guard flaws.isEmpty else { throw .flawed(path: path, flaws) }
    return store
  }

  /// Reads a store as far as it holds.
  ///
  /// - Returns: what holds, and what does not.
  package static func look(
    at path: String, trust: Trust, witnesses: [(StoreWitness, StoreFlaw.Source)] = []
  ) throws(StoreError) -> (store: KeyStore, flaws: [StoreFlaw]) {
    let folder = StoreFolder(path)
    guard folder.isStore || StoreTransaction.isPending(in: folder) else { throw .noStore(path: path) }
    while true {
      // A writer is about to finish, or was interrupted and cannot.
      if StoreTransaction.isPending(in: folder) {
        let lock = try StoreLock(folder, .exclusive)
        try StoreTransaction.finishPending(in: folder)
        withExtendedLifetime(lock) {}
      }
      let lock = try StoreLock(folder, .shared)
      defer { withExtendedLifetime(lock) {} }
      // Another one may have been interrupted between the two locks.
      guard !StoreTransaction.isPending(in: folder) else { continue }
      return try look(at: folder, trust: trust, witnesses: witnesses)
    }
  }

  /// The same for somebody who holds the lock.
  static func look(
    at folder: StoreFolder, trust: Trust, witnesses: [(StoreWitness, StoreFlaw.Source)]
  ) throws(StoreError) -> (store: KeyStore, flaws: [StoreFlaw]) {
    var verifier = StoreVerifier(try StoreContents(folder, trust: trust))
    let store = verifier.verify()
    // What the store itself contradicts needs no witness.
    let places = Set(verifier.flaws.map(\.place))
    let further = witnesses.flatMap { witness, source in
      let witness = source == .memory ? witness.told(trust, of: store) : witness
      return witness?.flaws(in: store, by: source) ?? []
    }.filter { !places.contains($0.place) }
    return (store, verifier.flaws + further)
  }

  /// The root that a store says it has, before anything of it is believed.
  ///
  /// - Throws: ``StoreError/noStore(path:)``, ``StoreError/flawed(path:_:)``.
  package static func claimedRoot(at path: String) throws(StoreError) -> String {
    guard let bytes = try StoreFolder(path).contents(of: StoreFolder.store) else {
      throw .noStore(path: path)
    }
    guard let store = SignedDocument<StoreRecord>.read(bytes) else {
      throw .flawed(path: path, [StoreFlaw(StoreFolder.store, .malformed)])
    }
    return store.signed.root
  }
}
