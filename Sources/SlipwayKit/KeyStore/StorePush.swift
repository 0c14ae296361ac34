import FoundationEssentials
import KeyStores
import Orchestration

/// Commits the files of a store with git and pushes them.
package struct StorePush: Sendable {
  let access: StoreAccess
  let message: String?

  package init(_ access: StoreAccess, message: String?) {
    self.access = access
    self.message = message
  }

  /// How often a push is tried that somebody else was faster than.
  private static let attempts = 4

  /// - Returns: what was done, in a sentence.
  /// - Throws: ``Failure`` with git's own last words: when there is no repository or no remote, when a merge does not
  ///   go without somebody's help, or when the push was refused; ``StoreError`` when the store does not hold.
  package func perform() async throws -> String {
    let store = try access.open()
    try await git(["rev-parse", "--git-dir"], or: "\(store.path) is in no git repository")
    try await git(["add", "--all", "--", "."], or: "git could not take up the changes of \(store.path)")
    let isChanged = try await !succeeds(["diff", "--cached", "--quiet", "--", "."])
    if isChanged {
      try await git(
        ["commit", "--quiet", "--message", message ?? words(for: store), "--", "."],
        or: "git could not commit \(store.path)")
    }
    for attempt in 1...Self.attempts {
      let (isPushed, answer) = try await run(["push", "--quiet", "origin", "HEAD"])
      if isPushed { return isChanged ? "committed and pushed \(store.path)" : "pushed \(store.path)" }
      let wasSlower =
        answer.contains("rejected") || answer.contains("fetch first") || answer.contains("cannot lock ref")
      guard wasSlower, attempt < Self.attempts else {
        throw Failure(
          .unavailable, "The key store was not pushed: \(lastLine(answer))",
          remedy: "What was changed is committed here; push it once the reason is gone.")
      }
      try await merge()
    }
    throw Failure(
      .tryAgain, "Others pushed faster than this one \(Self.attempts) times.", remedy: "Run it again.")
  }

  /// Takes what others pushed; the store must hold with it.
  private func merge() async throws {
    try await git(["fetch", "--quiet", "origin"], or: "git could not fetch what others pushed")
    let branch =
      try await run(["rev-parse", "--abbrev-ref", "HEAD"]).answer.split(separator: "\n").last ?? "HEAD"
    let (isMerged, answer) = try await run(["merge", "--quiet", "--no-edit", "origin/\(branch)"])
    guard isMerged else {
      _ = try await run(["merge", "--abort"])
      throw Failure(
        .didNotPass, "What others pushed to the key store does not merge with this: \(lastLine(answer))",
        remedy: "Merge it by hand; the same key was changed on both sides.")
    }
    _ = try access.open()
  }

  private func words(for store: KeyStore) -> String {
    // The last one, where several were written within a second.
    guard let last = store.audit.heads.last.flatMap({ store.audit.entries[$0]?.signed }) else {
      return "Change the key store"
    }
    return "Key store: \(last.action.rawValue)\(last.mark.map { " \($0.name)" } ?? "")"
  }

  private func git(_ arguments: [String], or sentence: String) async throws {
    let (isDone, answer) = try await run(arguments)
    guard isDone else {
      throw Failure(
        .didNotPass, "\(sentence): \(lastLine(answer))", remedy: "Look with git status in \(access.path).")
    }
  }

  private func succeeds(_ arguments: [String]) async throws -> Bool { try await run(arguments).isDone }

  /// git gets what it needs to find its own settings and credentials, and nothing of Slipway's.
  private func run(_ arguments: [String]) async throws -> (isDone: Bool, answer: String) {
    let log = "\(FileManager.default.temporaryDirectory.path)/slipway-git-\(UUID().uuidString).log"
    defer { try? FileManager.default.removeItem(atPath: log) }
    var environment = access.invocation.environment.filter { !$0.key.hasPrefix("SLIPWAY_") }
    // Nobody answers git's questions here.
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    let result = try await ChildProcess.run(
      Command(["git"] + arguments, environment: environment, in: access.path, timeout: .seconds(300)),
      log: log)
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return (result.end == .exited(code: 0), text)
  }

  private func lastLine(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("hint:") }
    return
      (lines.last {
        $0.contains("error:") || $0.contains("fatal:") || $0.contains("rejected") || $0.contains("CONFLICT")
      }
      ?? lines.last ?? "git said nothing") + (text.isEmpty ? "." : "")
  }
}
