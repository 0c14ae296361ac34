import FoundationEssentials
import Glibc
import KeyStores
import Orchestration

extension StoredKeys {
  /// One signed statement for each artifact that a run signed with a key of the store; what an earlier run had signed
  /// already was told by that one.
  ///
  /// - Throws: ``StoreError`` when the statement cannot be signed.
  func uses(in plan: Plan, _ outcome: RunOutcome, now: Date) throws -> [SignedDocument<KeyUse>] {
    guard let user = try? user else { return [] }
    var uses: [SignedDocument<KeyUse>] = []
    for target in plan.targets {
      let step = outcome.steps.first { $0.id == StepID(target: target.name, name: StepName.sign) }
      guard case .done(let record)? = step?.outcome, let signed = try? record.value(as: SignRecord.self)
      else {
        continue
      }
      for signer in target.signers {
        guard let entry = signer.entry, let certificate = signer.certificate else { continue }
        let use = KeyUse(
          store: store.record.store, key: entry.name, generation: entry.generation,
          certificate: certificate.sha256, artifact: signed.artifact.sha256,
          application: signed.artifact.application.id, host: Self.host, at: now, by: user.name)
        uses.append(try SignedDocument(use, by: user.writer))
      }
    }
    return uses
  }

  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
