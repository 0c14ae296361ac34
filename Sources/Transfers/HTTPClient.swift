import Bytes

/// Sends requests over libcurl.
///
/// Each transfer blocks a thread of its own, which mostly waits; at most ``HTTPClient/limit`` run at once in a
/// process, beside and not among the permits of ``Bytes/Workers``, which are for work that computes. HTTP/1.1 only:
/// a single large body is carried faster than over HTTP/2, and a server can refuse it before it is sent.
///
/// Proxies come from the environment as curl reads it (`https_proxy`, `http_proxy` in lower case, `all_proxy`,
/// `no_proxy`); this machine is never reached through one.
package final class HTTPClient: Sendable {
  /// The most transfers at once in a process.
  package static let limit = 8
  private static let threads = Workers(limit: limit)
  private static let mostRedirections = 5

  package let settings: TransferSettings
  private let handles = HandlePool()

  package init(_ settings: TransferSettings = TransferSettings()) {
    self.settings = settings
  }

  /// Whether a request could be sent at all.
  ///
  /// Costs nothing: no name is resolved, no connection made.
  ///
  /// - Throws: ``TransferError/schemeNotAllowed(address:scheme:)``,
  ///   ``TransferError/credentialNotForHost(host:hosts:)``.
  package func check(_ address: WebAddress, credential: HTTPCredential?) throws(TransferError) {
    guard address.scheme == "https" || address.isLoopback || settings.allowsHTTP else {
      throw .schemeNotAllowed(address: address.description, scheme: address.scheme)
    }
    if let credential, !credential.fits(address) {
      throw .credentialNotForHost(host: address.authority, hosts: credential.hosts)
    }
  }

  /// Sends a request once and returns whatever was answered.
  ///
  /// A redirection is followed on the same scheme, host and port only: 307 and 308 for any method, 301 and 302 for
  /// GET and HEAD. Cancelling the task stops the transfer within about a second.
  ///
  /// - Parameters:
  ///   - request: what to send.
  ///   - progress: called at most ten times a second with the bytes of the body that have gone out.
  ///   - receive: takes the body of a 200 answer instead of ``Response/body``; returning false ends the transfer,
  ///     and the answer then counts as cut.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``TransferError``. No status is an error.
  package func send(
    _ request: Request, progress: (@Sendable (Int) -> Void)? = nil,
    receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)? = nil
  ) async throws(TransferError) -> Response {
    var request = request
    for _ in 0...Self.mostRedirections {
      try check(request.address, credential: request.credential)
      let response = try await perform(request, progress: progress, receive: receive)
      guard let target = try redirection(of: request, response) else { return response }
      request.address = target
    }
    throw .redirectedInCircles(address: request.address.description)
  }

  /// Sends a request that may be repeated freely until it is answered for good or the policy gives up.
  ///
  /// - Parameters:
  ///   - request: what to send.
  ///   - policy: how often and after how long.
  ///   - retrying: told before each pause.
  /// - Returns: the last answer, which may still be one of ``Response/isPassing``.
  /// - Throws: the last error.
  package func send(
    _ request: Request, policy: RetryPolicy, retrying: (@Sendable (Retry) -> Void)? = nil
  ) async throws(TransferError) -> Response {
    var retries = Retries(policy)
    while true {
      let result: Result<Response, TransferError>
      do throws(TransferError) {
        result = .success(try await send(request))
      } catch {
        result = .failure(error)
      }
      guard let retry = retries.next(after: result) else { return try result.get() }
      retrying?(retry)
      try await Retries.wait(retry.pause)
    }
  }

  /// Sends a request once, on the thread that calls, and returns whatever was answered, a redirection too.
  ///
  /// For a small answer in the middle of work that has a thread to itself; not among the ``limit``.
  ///
  /// - Throws: ``TransferError``. No status is an error.
  package func sendBlocking(_ request: Request) throws(TransferError) -> Response {
    try check(request.address, credential: request.credential)
    return try exchange(request, cancellation: Cancellation()).get()
  }

  private func perform(
    _ request: Request, progress: (@Sendable (Int) -> Void)?,
    receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
  ) async throws(TransferError) -> Response {
    let cancellation = Cancellation()
    let result: Result<Response, TransferError>
    do {
      result = try await withTaskCancellationHandler {
        try await Self.threads.run {
          self.exchange(request, cancellation: cancellation, progress: progress, receive: receive)
        }
      } onCancel: {
        cancellation.cancel()
      }
    } catch {
      throw .cancelled
    }
    return try result.get()
  }

  private func exchange(
    _ request: Request, cancellation: Cancellation, progress: (@Sendable (Int) -> Void)? = nil,
    receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)? = nil
  ) -> Result<Response, TransferError> {
    guard let handle = handles.take() else {
      return .failure(.library(host: request.address.host, code: 2, reason: "libcurl cannot start"))
    }
    let exchange = Exchange(
      request, settings: settings, cancellation: cancellation, progress: progress, receive: receive)
    let result = exchange.perform(on: handle)
    // After anything else the server may still wait for the rest of a body on this connection.
    if case .success(let response) = result, response.sent == request.body?.source.count ?? 0 {
      handles.giveBack(handle)
    }
    return result
  }

  private func redirection(of request: Request, _ response: Response) throws(TransferError) -> WebAddress? {
    let keepsMethod = request.method == .get || request.method == .head
    guard [307, 308].contains(response.status) || keepsMethod && [301, 302].contains(response.status),
      let location = response.headers["Location"]
    else { return nil }
    let target = try request.address.resolving(location)
    guard target.hasSameOrigin(as: request.address) else {
      throw .redirectedElsewhere(from: request.address.description, to: target.description)
    }
    return target
  }
}
