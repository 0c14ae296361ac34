package import Cryptography

/// The certificates from a leaf to its root, and whose root that is.
///
/// An issuer is chosen by name, key identifier and signature, and must be an authority: Apple's intermediates of all
/// generations share a name, and a developer's certificate chains to Apple too, but may issue nothing. Times and
/// revocation are not looked at.
package struct AppleChain: Sendable {
  /// Whose root it is.
  package enum End: Hashable, Sendable {
    /// One of Apple's own.
    case apple
    /// One that the pipeline trusts beside Apple's.
    case trusted(Certificate)
    /// Another's: with the root, or nil where the chain stops before one.
    case foreign(Certificate?)
  }

  /// The leaf, its issuer, and so on; three for code that Apple's devices accept.
  ///
  /// Never empty.
  package let certificates: [Certificate]
  package let end: End

  package var leaf: Certificate { certificates[0] }

  /// Finds the chain of a certificate.
  ///
  /// - Parameters:
  ///   - leaf: where it starts.
  ///   - candidates: issuers that came with it, in whatever order; Apple's own are known.
  ///   - anchors: roots that are trusted beside Apple's.
  package init(of leaf: Certificate, among candidates: [Certificate], anchors: [Certificate] = []) {
    var search = IssuerSearch(
      candidates: candidates + AppleAnchors.intermediates + AppleAnchors.roots + anchors,
      anchors: Set(AppleAnchors.roots + anchors))
    if let path = search.anchoredPath(from: [leaf]) {
      certificates = path
      let trusted = path.contains(where: AppleAnchors.isRoot) ? nil : path.first(where: anchors.contains)
      end = trusted.map(End.trusted) ?? .apple
    } else {
      certificates = search.longest
      end = .foreign(certificates.last.flatMap { $0.isSelfSigned ? $0 : nil })
    }
  }

  /// The largest certificate, or bag of them, that is taken from elsewhere, in bytes.
  package static let fetchLimit = 1 << 16

  /// Completes the chain of an identity, which often holds the leaf alone: with what it holds, then with Apple's own
  /// intermediates, then with what its certificate says where to fetch.
  ///
  /// - Parameters:
  ///   - identity: its certificates are looked at, not its key.
  ///   - anchors: roots that are trusted beside Apple's.
  ///   - fetch: gets what is at an address that the certificate names, or nil where it does not ask there; one answer is
  ///     looked at, and only where the chain stops short. It counts only if the chain then ends at a root of Apple's or
  ///     a trusted one, so it may come by plain HTTP.
  /// - Returns: a chain that ends elsewhere, or stops short, is no error.
  /// - Throws: ``CredentialError/issuerNotFetched(subject:address:reason:)`` when `fetch` throws.
  package static func complete(
    _ identity: SigningIdentity, anchors: [Certificate] = [],
    fetch: (_ address: String) throws -> [UInt8]? = { _ in nil }
  ) throws(CredentialError) -> AppleChain {
    let known = AppleChain(of: identity.certificate, among: identity.chain, anchors: anchors)
    guard known.end == .foreign(nil), let last = known.certificates.last else { return known }
    for address in last.issuerAddresses.prefix(addressLimit) {
      let answer: [UInt8]
      do {
        guard let fetched = try fetch(address) else { continue }
        answer = fetched
      } catch {
        throw .issuerNotFetched(subject: last.issuer.rfc2253, address: address, reason: "\(error)")
      }
      guard answer.count <= fetchLimit, let fetched = try? Certificate.all(in: answer) else { return known }
      let completed = AppleChain(
        of: identity.certificate, among: identity.chain + fetched, anchors: anchors)
      if case .foreign = completed.end { return known }
      return completed
    }
    return known
  }

  /// The most addresses of one certificate that are considered; Apple's have one.
  private static let addressLimit = 8
}

/// Looks for a way from a certificate up to an anchor.
private struct IssuerSearch {
  /// In the order in which they are tried.
  let candidates: [Certificate]
  let anchors: Set<Certificate>
  /// The longest chain that was seen, for when none reaches an anchor.
  var longest: [Certificate] = []
  /// How many signatures may still be checked: a file may hold any number of certificates with one name.
  private var checksLeft = 64

  /// Chains have three certificates, test authorities' perhaps four or five.
  private static let lengthLimit = 8

  init(candidates: [Certificate], anchors: Set<Certificate>) {
    self.candidates = candidates
    self.anchors = anchors
  }

  /// The first chain that goes on from this one and ends with an anchor; the highest anchor where there are several.
  mutating func anchoredPath(from path: [Certificate]) -> [Certificate]? {
    if path.count > longest.count { longest = path }
    guard let last = path.last else { return nil }
    if last.subject != last.issuer, path.count < Self.lengthLimit {
      for candidate in candidates where issues(candidate, last, below: path.count - 1) {
        guard !path.contains(candidate) else { continue }
        if let found = anchoredPath(from: path + [candidate]) { return found }
      }
    }
    return anchors.contains(last) ? path : nil
  }

  /// - Parameter count: how many intermediates are between the candidate and the leaf.
  private mutating func issues(
    _ candidate: Certificate, _ certificate: Certificate, below count: Int
  ) -> Bool {
    guard certificate.issuer.matches(candidate.subject), checksLeft > 0 else { return false }
    let constraints = candidate.basicConstraints
    let mayIssue = constraints.isAuthority && count <= constraints.pathLength ?? count
    guard mayIssue || anchors.contains(candidate) else { return false }
    checksLeft -= 1
    return certificate.isIssued(by: candidate)
  }
}
