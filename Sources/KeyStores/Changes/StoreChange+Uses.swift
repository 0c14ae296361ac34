/// What became of the uses that reports told of.
package struct ImportedUses: Equatable, Sendable {
  /// New ones, each in an entry of the audit now.
  package var taken: [KeyUse] = []
  /// Those that the audit had already.
  package var known: [KeyUse] = []
  package var refused: [Refusal] = []

  /// A use that is not believed.
  package struct Refusal: Equatable, Sendable {
    package let use: KeyUse
    package let reason: Reason
  }

  /// Why a use is not believed.
  package enum Reason: Equatable, Sendable {
    /// It is about a key of another store.
    case otherStore
    /// Nobody of that name ever was a recipient.
    case unknownRecipient
    /// The one it names did not sign it.
    case badSignature
    /// There never was a key of that name, or not of that generation.
    case unknownKey
  }
}

extension StoreChange {
  /// Takes home what runs reported: each use that its user signed goes into the audit, once.
  ///
  /// The user is a recipient, or was one.
  ///
  /// - Throws: ``StoreError/cryptography(_:)``; what is not believed is no error.
  package mutating func record(uses: [SignedDocument<KeyUse>]) throws(StoreError) -> ImportedUses {
    var result = ImportedUses()
    var known = Set(before.audit.entries.values.compactMap(\.signed.use?.digest))
    for use in uses {
      if let reason = reasonToRefuse(use) {
        result.refused.append(ImportedUses.Refusal(use: use.signed, reason: reason))
      } else if known.insert(use.digest).inserted {
        try record(.used, at: nil, detail: use.signed.key, use: use)
        result.taken.append(use.signed)
      } else {
        result.known.append(use.signed)
      }
    }
    return result
  }

  private func reasonToRefuse(_ use: SignedDocument<KeyUse>) -> ImportedUses.Reason? {
    guard use.signed.store == before.record.store else { return .otherStore }
    let current = recipients[use.signed.by].flatMap { try? $0.card }
    let former = before.audit.cards.filter { $0.name == use.signed.by }.map(\.card)
    let cards = former + (current.map { [$0] } ?? [])
    guard !cards.isEmpty else { return .unknownRecipient }
    guard let verifier = cards.first(where: { $0.fingerprint == use.writer })?.verifier,
      use.isSigned(by: verifier)
    else { return .badSignature }
    let latest = before.audit.latest[StoreFolder.folder(.keys, use.signed.key)]?.first?.generation ?? 0
    guard (1...max(1, latest)).contains(use.signed.generation), latest > 0 else { return .unknownKey }
    return nil
  }
}
