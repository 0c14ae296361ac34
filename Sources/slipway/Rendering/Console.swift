import FoundationEssentials
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

  enum Stream: Sendable {
    case output, complaints

    fileprivate var descriptor: Int32 {
      switch self {
      case .output: STDOUT_FILENO
      case .complaints: STDERR_FILENO
      }
    }
  }

  let kind: Kind
  private let inColour: Bool
  private let folder = FileManager.default.currentDirectoryPath
  /// Why a write failed, the first time that one did.
  private let trouble = Mutex<Int32?>(nil)

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

  /// Why not all that was printed arrived, such as on a full disk; nil when it did, or when the reader had enough.
  var writeError: Int32? { trouble.withLock { $0 == EPIPE ? nil : $0 } }

  /// Writes one line, to standard output unless told.
  func line(_ pieces: Piece...) {
    line(pieces)
  }

  func line(_ pieces: [Piece], to stream: Stream = .output) {
    let colour = inColour && (stream == .output || isatty(STDERR_FILENO) == 1)
    write(inertLine(pieces.map { $0.rendered(inColour: colour) }.joined()) + "\n", to: stream)
  }

  /// Writes a document that Slipway encoded itself, such as JSON, as it is.
  func document(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: .output)
  }

  /// Writes terminal control and text that is safe already.
  func raw(_ text: String, to stream: Stream = .output) {
    write(text, to: stream)
  }

  /// A text for people in which paths under the current folder are as they are from there.
  func shortened(_ text: String) -> String {
    guard folder.utf8.count > 1 else { return text }
    var result = ""
    var rest = text[...]
    while let found = rest.range(of: folder + "/") {
      let isWhole = (rest[..<found.lowerBound].last ?? result.last).map { " “(\"".contains($0) } ?? true
      result += rest[..<(isWhole ? found.lowerBound : found.upperBound)]
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private func write(_ text: String, to stream: Stream) {
    trouble.withLock { trouble in
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let put = bytes.withUnsafeBytes { Glibc.write(stream.descriptor, $0.baseAddress, $0.count) }
        if put > 0 {
          bytes = bytes.dropFirst(put)
        } else if errno != EINTR {
          if stream == .output, trouble == nil { trouble = errno }
          return
        }
      }
    }
  }
}
