import Glibc
import KeyStores
import Pipelines
import Releases
import SlipwayKit

/// Offers somebody at a terminal to make or add the keys that a run found missing.
///
/// A run makes no key by itself; in CI the plan's remedy names the command instead.
struct MissingKeyDialogue {
  private let session: Session
  private let pipeline: Pipeline
  private let access: StoreAccess

  /// Nil where nobody can be asked.
  init?(_ session: Session, pipeline: Pipeline) {
    guard let ask = session.passwordPrompt, isatty(STDOUT_FILENO) == 1 else { return nil }
    self.session = session
    self.pipeline = pipeline
    access = StoreAccess(session.invocation, pipeline: pipeline, ask: ask)
  }

  /// Asks about each key.
  ///
  /// - Returns: whether there is a key now that was not before.
  /// - Throws: what making or adding a key throws.
  func offer(_ missing: [MissingKey]) throws -> Bool {
    var isChanged = false
    for key in missing {
      session.console.line()
      session.console.line(
        Piece("There is no \(key.platform.rawValue) \(key.purpose.rawValue) key", .bold),
        Piece(key.application.map { " for \($0)." } ?? "."))
      session.console.line(Piece("  \(key.origin)"))
      let made = try offer(key)
      isChanged = isChanged || made
    }
    return isChanged
  }

  private func offer(_ key: MissingKey) throws -> Bool {
    let canGenerate = key.platform == .android
    let question =
      canGenerate
      ? "[g]enerate one, [a]dd a file, or [n]othing? "
      : "[a]dd a .p12 (its profiles afterwards), or [n]othing? "
    switch answer(question).lowercased() {
    case "g" where canGenerate:
      try makeStoreIfNeeded()
      let (entry, store) = try KeyGeneration(
        access, name: name(for: key), platform: key.platform, purpose: key.purpose, isElliptic: false,
        commonName: nil,
        draft: draft(for: key)
      ).perform()
      show(entry, store)
      return true
    case "a":
      let file = answer("The file: ")
      guard !file.isEmpty else { return false }
      try makeStoreIfNeeded()
      let addition = KeyAddition(
        access, files: [file], draft: draft(for: key), credential: CredentialDraft(), alias: nil,
        password: nil,
        keyPassword: nil)
      guard case .added(let entry, let store) = try addition.perform() else { return false }
      show(entry, store)
      return true
    default:
      session.console.line(Piece("  Later: \(key.command)", .dim))
      return false
    }
  }

  private func makeStoreIfNeeded() throws {
    guard !access.isThere || !StoreFolder(access.path).isStore else { return }
    if !access.identity.isThere {
      let made = try access.identity.make()
      session.console.line(
        Piece("✓ ", .green), Piece("made your identity in \(made.path); keep a copy in a safe place"))
    }
    let store = try access.make(name: session.invocation.userName, groups: [Access.release])
    session.console.line(
      Piece("✓ ", .green), Piece("made the key store \(session.console.shortened(store.path))"))
  }

  private func show(_ entry: Entry, _ store: KeyStore) {
    session.console.line(Piece("✓ ", .green), Piece("the key store has "), Piece(entry.name, .bold))
    session.console.show(entry, in: store, today: session.invocation.now)
  }

  private func draft(for key: MissingKey) -> KeyDraft {
    var draft = KeyDraft()
    draft.name = name(for: key)
    draft.platform = key.platform
    draft.purpose = key.purpose
    draft.applications = key.application.map { [$0] } ?? []
    draft.isDefault = true
    return draft
  }

  /// `com.acme.app-android`.
  private func name(for key: MissingKey) -> String {
    let name = "\(key.application ?? pipeline.name)-\(key.platform.rawValue)"
    return StoreName.isValid(name) ? name : "\(key.platform.rawValue)-\(key.purpose.rawValue)"
  }

  private func answer(_ question: String) -> String {
    let prompt = safeText("  \(question)")
    write(STDERR_FILENO, prompt, prompt.utf8.count)
    return readLine()?.trimmingSpaces ?? ""
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
