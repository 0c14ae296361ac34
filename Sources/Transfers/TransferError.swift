package import Bytes

/// Why a request did not get an answer.
///
/// Addresses in here are shown forms: without user, password and query. An answer with a status of 400 or more is an
/// answer, not an error.
package enum TransferError: Error, Equatable, Sendable {
  case malformedAddress(address: String, reason: String)
  /// A user name or password stands in the address.
  case secretInAddress(address: String)
  /// Neither https, nor http to where http is allowed.
  case schemeNotAllowed(address: String, scheme: String)
  /// A name or value that would end its line and begin another, or is no header at all.
  case malformedHeader(name: String)
  case malformedCredential
  /// The credential is bound to other hosts.
  case credentialNotForHost(host: String, hosts: [String])
  /// The file with certificate authorities cannot be used. `reason` is the library's.
  case authoritiesUnreadable(path: String, reason: String)
  /// No connection came about. `reason` is the library's.
  case unreachable(host: String, reason: String)
  /// The server's certificate does not stand up. `reason` is the library's.
  case notTrusted(host: String, reason: String)
  /// TLS failed before anything was said. `reason` is the library's.
  case secureConnectionFailed(host: String, reason: String)
  /// The connection ended half-way; `sent` is the most bytes of the body that can have arrived.
  case connectionLost(host: String, reason: String, sent: Int)
  /// Less than the slowest bearable rate for too long; `sent` as above.
  case stalled(host: String, reason: String, sent: Int)
  /// The answer points to another host, where neither body nor credential is sent.
  case redirectedElsewhere(from: String, to: String)
  case redirectedInCircles(address: String)
  case malformedAnswer(host: String, reason: String)
  /// Who watched the body stopped it before its last bytes.
  case bodyRefused
  case bodyUnreadable(BytesError)
  case cancelled
  /// libcurl is not installed, or is too old. `reason` is the dynamic loader's.
  case libraryMissing(reason: String)
  /// libcurl failed in a way that has no case of its own; the numbers are those of `libcurl-errors(3)`.
  case library(host: String, code: Int, reason: String)

  /// Whether the same request may succeed a little later.
  package var isPassing: Bool {
    switch self {
    case .unreachable, .secureConnectionFailed, .connectionLost, .stalled: true
    default: false
    }
  }

  /// The most bytes of the body that can have arrived.
  package var sent: Int {
    switch self {
    case .connectionLost(_, _, let sent), .stalled(_, _, let sent): sent
    default: 0
    }
  }
}
