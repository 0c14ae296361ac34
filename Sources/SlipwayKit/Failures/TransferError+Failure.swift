package import Transfers

extension TransferError: Explained {
  package var failure: Failure {
    switch self {
    case .malformedAddress(let address, let reason):
      Failure(
        .inputUnreadable, "\(address) is no address that can be reached: \(reason).",
        remedy: "Write it as https://host/path, other characters percent-encoded.")
    case .secretInAddress(let address):
      Failure(
        .inputUnreadable, "A user name or password stands in the address \(address).",
        remedy: "Put it under credentials: with its hosts, and name it by credential:.")
    case .schemeNotAllowed(let address, "http"):
      Failure(
        .inputUnreadable, "\(address) would be reached without encryption.",
        remedy: "Use https, or say allow-http: true at this destination.")
    case .schemeNotAllowed(let address, let scheme):
      Failure(
        .inputUnreadable, "\(address) is no https address but \(scheme.isEmpty ? "has no scheme" : scheme).",
        remedy: "Write it as https://host/path.")
    case .malformedHeader(let name):
      Failure(
        .inputUnreadable, "The header \(name) has a name or a value that is not allowed in HTTP.",
        remedy: "Use letters, digits and dashes in the name, and one line of text as the value.")
    case .malformedCredential:
      Failure(
        .inputUnreadable, "A credential is empty, or holds a space or a line end where none may be.",
        remedy: "Check the variable or file it comes from; a closing line end is a common reason.")
    case .credentialNotForHost(let host, let hosts):
      Failure(
        .didNotPass,
        "The credential may be sent to \(hosts.isEmpty ? "no host" : hosts.joined(separator: ", ")), not to \(host).",
        remedy: "Add \(host) to the credential's hosts: if it belongs there.")
    case .authoritiesUnreadable(let path, let reason):
      Failure(
        .inputUnreadable, "The certificate authorities in \(path) cannot be used: \(reason).",
        remedy: "Give a PEM file with at least one certificate.")
    case .libraryMissing(let reason):
      Failure(
        .unavailable, "Nothing can be transferred without libcurl: \(reason).",
        remedy: "Install it; Debian's package is libcurl4.")
    case .unreachable(let host, let reason):
      Failure(
        .unavailable, "\(host) cannot be reached: \(reason).",
        remedy: "Check the name, the network and the proxy variables, and run again.")
    case .notTrusted(let host, let reason):
      Failure(
        .unavailable, "The certificate of \(host) is not trusted: \(reason).",
        remedy: "If the server has a private authority, name its PEM file at the destination.")
    case .secureConnectionFailed(let host, let reason):
      Failure(
        .unavailable, "No secure connection to \(host): \(reason).",
        remedy: "TLS 1.2 or newer is needed; check what the server offers.")
    case .connectionLost(let host, let reason, _):
      Failure(.unavailable, "The connection to \(host) broke off: \(reason).", remedy: "Run again.")
    case .stalled(let host, let reason, _):
      Failure(
        .unavailable, "\(host) stopped taking or sending anything: \(reason).", remedy: "Run again.")
    case .redirectedElsewhere(let from, let to):
      Failure(
        .didNotPass, "\(from) points to \(to), and nothing is sent to another host than the one named.",
        remedy: "Name the right address at the destination, and the host at its credential.")
    case .redirectedInCircles(let address):
      Failure(.didNotPass, "\(address) only ever points to another address.", remedy: "Check the server.")
    case .malformedAnswer(let host, let reason):
      Failure(
        .unavailable, "\(host) answered in no form of HTTP: \(reason).",
        remedy: "Check that the address is that of a web server.")
    case .bodyRefused:
      Failure(.ourFault, "An upload was stopped before its end.", remedy: nil)
    case .bodyUnreadable(let error):
      error.failure
    case .cancelled:
      Failure(CancellationError())
    case .library(let host, let code, let reason):
      Failure(.unavailable, "The transfer to \(host) failed: \(reason) (curl error \(code)).", remedy: nil)
    }
  }
}
