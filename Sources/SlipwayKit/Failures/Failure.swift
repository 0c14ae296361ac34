/// Why something could not be done, in words: one sentence with the offender, and what to do about it.
package struct Failure: Error, Equatable, Sendable {
  package let status: ExitStatus
  /// One clear sentence that names the offender.
  package let message: String
  /// What the reader can do; nil when the sentence says it.
  package let remedy: String?

  package init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
    self.status = status
    self.message = message
    self.remedy = remedy
  }
}

/// An error of one of the modules that has its words here.
///
/// One file per module beside this one.
package protocol Explained: Error {
  var failure: Failure { get }
}

extension Failure: Explained {
  package var failure: Failure { self }

  /// The words for any error.
  ///
  /// One that nobody foresaw is Slipway's own fault, and says so.
  package init(_ error: any Error) {
    switch error {
    case let explained as any Explained:
      self = explained.failure
    case is CancellationError:
      self.init(
        .tryAgain, "Interrupted.", remedy: "Run the same command again; finished steps are not repeated.")
    default:
      self.init(
        .ourFault, "Slipway met an error it does not know: \(error).",
        remedy: "Please report it with the command and this text.")
    }
  }
}
