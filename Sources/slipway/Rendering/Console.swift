import Glibc
import Synchronization

/// Where people and other programs read: standard output for what was asked for, standard error for the rest.
///
/// Every line passes here, so that hostile text is made safe in one place.
final class Console: Sendable {
  /// What stands behind a stream.
  enum Kind: Sendable {
    case terminal, plain, githubActions
  }

  let kind: Kind
  private let inColour: Bool
  private let lock = Mutex(())

  /// - Parameter environment: `NO_COLOR`, `TERM`, `GITHUB_ACTIONS` are looked at.
  init(environment: [String: String]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
    kind = environment["GITHUB_ACTIONS"] == "true" ? .githubActions : isTerminal ? .terminal : .plain
    inColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty
  }

  /// Columns of the terminal; 0 where there is none.
  var width: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
  }

  /// Writes one line to standard output.
  func line(_ pieces: Piece...) {
    line(pieces)
  }

  func line(_ pieces: [Piece]) {
    write(inertLine(pieces.map { $0.rendered(inColour: inColour) }.joined()) + "\n", to: STDOUT_FILENO)
  }

  /// Writes one line to standard error.
  func complain(_ pieces: Piece...) {
    let colour = inColour && isatty(STDERR_FILENO) == 1
    write(inertLine(pieces.map { $0.rendered(inColour: colour) }.joined()) + "\n", to: STDERR_FILENO)
  }

  /// Writes a document that Slipway encoded itself, such as JSON, as it is.
  func document(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// Writes terminal control and text that is safe already.
  func raw(_ text: String) {
    write(text, to: STDOUT_FILENO)
  }

  /// Writes a command for the GitHub Actions runner, its text escaped as the runner wants it.
  func workflowCommand(_ command: String, _ text: String) {
    let escaped = text.flatMap { character -> String in
      switch character {
      case "%": "%25"
      case "\r", "\n", "\r\n": "%0A"
      default: safeText(String(character))
      }
    }
    write("::\(command)::\(String(escaped))\n", to: STDOUT_FILENO)
  }

  private func write(_ text: String, to descriptor: Int32) {
    lock.withLock { _ in
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if put > 0 {
          bytes = bytes.dropFirst(put)
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}
