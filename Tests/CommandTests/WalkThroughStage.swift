import FieldTools
import Foundation

/// The machines of the people of a walk-through, each with a home of its own, and the repository that they share.
///
/// - `git@git.acme.example:acme.git` is a repository on this machine with an app bundle in it.
/// - `cd` changes the folder of the one who says it.
/// - `ci` works as a CI service does, and has the identity that somebody made in `~/ci-identity.txt` as its secret.
/// - `$ARTIFACTS` is where the CI service keeps what jobs hand it.
/// - A key, fingerprint or digest that was shown on the page stands for the one that was printed in its place.
final class WalkThroughStage {
  private let stage: Stage
  private var folders: [String: String] = [:]
  private var last = ""
  private var secret: String?
  /// Words of the page, and what was printed in their place.
  private var words: [String: String] = [:]

  init() throws {
    stage = try Stage()
    stage.environment["ARTIFACTS"] = stage.work + "/artifacts"
    let made = try stage.run(
      """
      mkdir artifacts && git init --quiet --bare --initial-branch=main acme.git &&
      git clone --quiet acme.git seed 2>&1 && cd seed && cp "$FIXTURES/demo.aab" app.aab &&
      printf '.slipway/\\nout/\\ndist/\\n' > .gitignore && git add . &&
      git -c user.name=acme -c user.email=acme@acme.example commit --quiet --message 'The app' &&
      git push --quiet origin HEAD:main
      """)
    guard made.status == 0 else { throw Transcript.SetUpFailed(command: "a repository", result: made) }
  }

  /// Does what a command of the page says.
  ///
  /// - Returns: all that it printed, and its exit status.
  func run(_ command: WalkThrough.Command) throws -> (lines: [String], status: Int32) {
    last = command.who
    let home = try home(of: command.who)
    let folder = folders[command.who] ?? home
    if let target = command.text.wholeMatch(of: /cd (\w+)/)?.output.1 {
      folders[command.who] = "\(folder)/\(target)"
      return ([], FileManager.default.fileExists(atPath: "\(folder)/\(target)") ? 0 : 1)
    }
    stage.environment["HOME"] = home
    stage.environment["USER"] = command.who
    stage.environment["CI"] = command.who == "ci" ? "true" : nil
    stage.environment["SLIPWAY_IDENTITY"] = command.who == "ci" ? secret : nil
    let result = try stage.run("cd '\(folder)' && { \(told(command.text))\n} 2>&1")
    if let identity = try? String(contentsOfFile: home + "/ci-identity.txt", encoding: .utf8) {
      secret = identity.split(separator: "\n").last.map(String.init)
    }
    let output = result.output.replacing(home, with: "~")
      .replacing(stage.environment["ARTIFACTS"] ?? "", with: "$ARTIFACTS")
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return (lines.map(String.init), result.status)
  }

  /// Writes a file of the page for the one who typed last.
  func write(_ text: String, to name: String) throws {
    let folder = try folders[last] ?? home(of: last)
    try Data(told(text).utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  /// Whether what was printed is what the page shows; words that differ by nature count as the same from now on.
  func matches(_ shown: [String], _ printed: [String]) -> Bool {
    let (shown, printed) = (shown.joined(separator: "\n"), printed.joined(separator: "\n"))
    guard masked(shown) == masked(printed) else { return false }
    for (word, other) in zip(shown.matches(of: Self.unpredictable), printed.matches(of: Self.unpredictable)) {
      words[String(word.output)] = String(other.output)
    }
    return true
  }

  /// Age recipients, signature keys, digests, days.
  private static var unpredictable: Regex<Substring> {
    /age1[0-9a-z]{58}|ed25519:[A-Za-z0-9+\/]{43}=|\b[0-9a-f]{12,64}\b|\b\d{4}-\d\d-\d\d\b/
  }

  private func masked(_ text: String) -> String {
    text.replacing(Self.unpredictable) { "[\($0.output.count) characters]" }
  }

  /// The text with what was really printed for the words of the page.
  private func told(_ text: String) -> String {
    text.replacing(Self.unpredictable) { words[String($0.output)] ?? String($0.output) }
  }

  private func home(of who: String) throws -> String {
    let home = "\(stage.home)/\(who)"
    guard !FileManager.default.fileExists(atPath: home) else { return home }
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let settings = """
      [user]
        name = \(who)
        email = \(who)@acme.example
      [url "\(stage.work)/acme.git"]
        insteadOf = git@git.acme.example:acme.git

      """
    try Data(settings.utf8).write(to: URL(filePath: home + "/.gitconfig"))
    return home
  }
}
