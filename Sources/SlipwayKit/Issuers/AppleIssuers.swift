import Bytes
import Credentials
import Cryptography
import Glibc
import Synchronization
import Transfers

/// Completes the chains of signing identities, with what their certificates say where to fetch.
///
/// Apple's intermediates are built in, so that nothing is fetched as a rule. Where the issuer is one that Apple made
/// later, or a test authority's, its certificate comes from the address in the authority information access of the one
/// that it issued. Apple serves those by plain http, the one exception to the rule that nothing comes so. That is safe,
/// because what comes is believed for its signature, not for where it comes from: it counts only as a link of a chain
/// that ends at one of Apple's roots, which are pinned by their SHA-256, or at a root that the user trusts. Whoever sits
/// on the way can withhold a certificate, but give no other. (A pin of the fetched certificate itself would leave nothing
/// to fetch: whatever is pinned is built in.)
///
/// Only for identities that sign is anything fetched, never for what is looked at. It is asked for at Apple's hosts, and
/// elsewhere only where the user trusts roots of an own authority: a keystore that somebody else made reaches nobody.
/// Redirections are not followed.
final class AppleIssuers: Sendable {
  /// At most two tries, ten seconds in all; 64 KiB an answer.
  static let timeLimit = Duration.seconds(5)
  /// Before the second; in microseconds.
  private static let pause: UInt32 = 250_000

  private let cache: IssuerCache?
  private let client: HTTPClient
  private let known = Mutex<[Identity: Result<AppleChain, CredentialError>]>([:])

  private struct Identity: Hashable {
    let certificates: [Certificate]
    let anchors: [Certificate]
  }

  /// - Parameters:
  ///   - invocation: says where the user's cache is.
  ///   - timeLimit: for one try.
  init(_ invocation: Invocation, timeLimit: Duration = AppleIssuers.timeLimit) {
    cache = IssuerCache(invocation)
    var settings = TransferSettings()
    settings.allowsHTTP = true
    settings.connectTimeout = timeLimit
    settings.timeLimit = timeLimit
    settings.answerLimit = AppleChain.fetchLimit + 1
    client = HTTPClient(settings)
  }

  /// The chain of an identity, worked out once.
  ///
  /// - Returns: as ``AppleChain/complete(_:anchors:fetch:)``.
  /// - Throws: as there, when an issuer had to be fetched and cannot be.
  func chain(of identity: SigningIdentity, anchors: [Certificate]) throws(CredentialError) -> AppleChain {
    let key = Identity(certificates: [identity.certificate] + identity.chain, anchors: anchors)
    // Others that need the same chain wait for it, instead of asking too.
    let result = known.withLock { known in
      if let result = known[key] { return result }
      let result = Result { () throws(CredentialError) in try complete(identity, anchors) }
      known[key] = result
      return result
    }
    return try result.get()
  }

  private func complete(
    _ identity: SigningIdentity, _ anchors: [Certificate]
  ) throws(CredentialError) -> AppleChain {
    let brought = AppleChain(of: identity.certificate, among: identity.chain, anchors: anchors)
    guard brought.end == .foreign(nil) else { return brought }
    if let cache {
      let cached = AppleChain(
        of: identity.certificate, among: identity.chain + cache.certificates(), anchors: anchors)
      if cached.end != .foreign(nil) { return cached }
    }
    let fetched = try AppleChain.complete(identity, anchors: anchors) { address in
      guard let address = try? WebAddress(address), Self.isAsked(address, trusting: anchors) else {
        return nil
      }
      return try fetch(address)
    }
    if fetched.end != .foreign(nil) {
      let atHand = brought.certificates + anchors + AppleAnchors.roots
      for certificate in fetched.certificates where !atHand.contains(certificate) { cache?.keep(certificate) }
    }
    return fetched
  }

  /// Whether anything is fetched from an address that stands in a certificate.
  static func isAsked(_ address: WebAddress, trusting anchors: [Certificate]) -> Bool {
    guard anchors.isEmpty else { return true }
    let isApples = address.host == "apple.com" || address.host.hasSuffix(".apple.com")
    return isApples && address.authority == address.host
  }

  /// Why there is no answer, in words.
  private struct NoAnswer: Error, CustomStringConvertible {
    let description: String
  }

  private func fetch(_ address: WebAddress) throws(NoAnswer) -> [UInt8] {
    let answer = ask(address)
    if isPassing(answer) {
      usleep(Self.pause)
      return try body(of: ask(address))
    }
    return try body(of: answer)
  }

  private func ask(_ address: WebAddress) -> Result<Response, TransferError> {
    Result { () throws(TransferError) in try client.sendBlocking(Request(.get, address)) }
  }

  private func isPassing(_ answer: Result<Response, TransferError>) -> Bool {
    switch answer {
    case .success(let response): response.isPassing
    case .failure(let error): error.isPassing
    }
  }

  private func body(of answer: Result<Response, TransferError>) throws(NoAnswer) -> [UInt8] {
    switch answer {
    case .failure(let error):
      let message = error.failure.message
      throw NoAnswer(description: message.hasSuffix(".") ? String(message.dropLast()) : message)
    case .success(let response) where response.status != 200:
      throw NoAnswer(description: "the answer is \(response.status)")
    case .success(let response) where response.isBodyCut:
      throw NoAnswer(description: "the answer has more than \(AppleChain.fetchLimit) bytes")
    case .success(let response):
      return response.body
    }
  }
}
