import FoundationEssentials
import Glibc
import KeyStores
import Releases

/// Looks at a key store as a nightly job would: whether it holds, who can use it, and what will expire.
struct KeyStoreExamination {
  private let access: StoreAccess
  private let today: Date

  init(_ access: StoreAccess, today: Date) {
    self.access = access
    self.today = today
  }

  /// Nothing about identities where there is no store to use them for.
  var checks: [Doctor.Check] {
    guard access.isThere else { return [Doctor.Check(name: "key store", result: "none here", remedy: nil)] }
    // Whether it is older than it was cannot be asked once it has been looked at.
    let isKnown = !access.witnesses.isEmpty
    do {
      let (store, flaws) = try access.look()
      guard flaws.isEmpty else { return flaws.map { check("key store", $0) } + [identity(in: store)] }
      return [
        Doctor.Check(name: "key store", result: store.path, remedy: nil), identity(in: store),
        writability(of: store),
      ]
        + (isKnown ? [] : [Self.unknownAge]) + StoreProblem.all(in: store, today: today).map(Self.check)
    } catch {
      return Failure.all(of: error).map {
        Doctor.Check(name: "key store", result: $0.message, severity: .error, remedy: $0.remedy)
      }
    }
  }

  private func identity(in store: KeyStore) -> Doctor.Check {
    do {
      let known = try access.identity.identities().lazy.compactMap(store.recipient(of:)).first
      guard let known else {
        let failure = StoreError.notARecipient(recipients: store.recipients.map(\.name)).failure
        return Doctor.Check(
          name: "identity", result: failure.message, severity: .error, remedy: failure.remedy)
      }
      return Doctor.Check(
        name: "identity", result: known.writes ? "\(known.name), who may change the store" : known.name,
        remedy: nil)
    } catch {
      let failure = Failure(error)
      return Doctor.Check(name: "identity", result: failure.message, severity: .error, remedy: failure.remedy)
    }
  }

  /// Readers, such as CI, need not write.
  private func writability(of store: KeyStore) -> Doctor.Check {
    let mayWrite = Glibc.access(store.path, W_OK) == 0
    return Doctor.Check(
      name: "key store writable", result: mayWrite ? "yes" : "no: keys cannot be added or changed from here",
      severity: mayWrite ? nil : .warning,
      remedy: mayWrite ? nil : "Give this user the right to write \(store.path), where it is to change keys.")
  }

  private static let unknownAge = Doctor.Check(
    name: "key store's age", result: "cannot tell whether the store is older than it was", severity: .warning,
    remedy: "Commit a slipway.lock; this user's memory begins with the next use.")

  private func check(_ name: String, _ flaw: StoreFlaw) -> Doctor.Check {
    Doctor.Check(name: name, result: flaw.sentence, severity: .error, remedy: flaw.remedy(in: access.path))
  }

  private static func check(_ problem: StoreProblem) -> Doctor.Check {
    Doctor.Check(
      name: problem.place ?? "keys", result: problem.message, severity: problem.severity,
      remedy: problem.remedy)
  }
}
