import Glibc
import SlipwayKit

extension Session {
  /// Asks whether something that cannot be taken back is meant.
  ///
  /// - Throws: ``Failure`` for any other answer than yes, and where nobody can be asked.
  func confirm(_ question: String, unless isMeant: Bool) throws {
    guard !isMeant else { return }
    guard !invocation.isCI, isatty(STDIN_FILENO) == 1 else {
      throw Failure(.usage, "\(question) Nobody is here to answer.", remedy: "Say --yes when it is meant.")
    }
    let prompt = safeText("\(question) [y/N] ")
    write(STDERR_FILENO, prompt, prompt.utf8.count)
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
      throw Failure(.didNotPass, "Nothing was changed.")
    }
  }
}
