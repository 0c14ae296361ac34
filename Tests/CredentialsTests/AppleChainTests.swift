import Cryptography
import FieldTools
import Testing

@testable import Credentials

@Suite struct AppleChainTests {
  @Test func `has every pinned certificate, and each is what it should be`() {
    #expect(AppleAnchors.roots.count == AppleAnchors.pinnedRoots.count)
    #expect(AppleAnchors.roots.allSatisfy { $0.isSelfSigned && $0.basicConstraints.isAuthority })
    #expect(
      AppleAnchors.intermediates.count
        == AppleAnchors.pinnedDeveloperRelations.count + AppleAnchors.pinnedDeveloperID.count)
    for intermediate in AppleAnchors.intermediates {
      #expect(AppleAnchors.roots.contains(where: intermediate.isIssued))
      let chain = AppleChain(of: intermediate, among: [])
      #expect(chain.certificates.count == 2 && chain.end == .apple)
    }
  }

  @Test func `leaves out a certificate that is not the pinned one`() {
    let pinned = AppleAnchors.pinnedRoots
    #expect(AppleAnchors.Pinned(sha256: pinned[0].sha256, base64: pinned[1].base64).certificate == nil)
    #expect(AppleAnchors.Pinned(sha256: "", base64: "=").certificate == nil)
  }

  @Test(
    .needs(.appleCertificates),
    arguments: [
      ("apple-signed-apple-development", "AppleWWDRCAG3"),
      ("apple-signed-apple-distribution", "AppleWWDRCAG3"),
      ("apple-signed-developer-id-application", "DeveloperIDCA"),
    ])
  func `completes what Apple issued, among issuers of one name`(_ name: String, _ issuer: String) throws {
    let corpus = Corpus.appleCertificates
    let leaf = try corpus.certificate(name)
    let chain = AppleChain(of: leaf, among: [])
    #expect(chain.end == .apple)
    #expect(
      try chain.certificates == [
        leaf, corpus.certificate(issuer), corpus.certificate("AppleIncRootCertificate"),
      ])
  }

  @Test(.needs(.openssl))
  func `says whose root a chain ends at`() throws {
    let authority = try AppleAuthority.shared.get()
    let leaf = try authority.certificate("distribution")
    let intermediate = try authority.certificate("intermediate")
    let root = try authority.certificate("root")
    let trusted = AppleChain(of: leaf, among: [root, intermediate], anchors: [root])
    #expect(trusted.end == .trusted(root) && trusted.certificates == [leaf, intermediate, root])
    // An anchor is a candidate too.
    #expect(AppleChain(of: leaf, among: [intermediate], anchors: [root]).end == .trusted(root))
    let foreign = AppleChain(of: leaf, among: [intermediate, root])
    #expect(foreign.end == .foreign(root) && foreign.certificates.count == 3)
    let short = AppleChain(of: leaf, among: [])
    #expect(short.end == .foreign(nil) && short.certificates == [leaf])
    #expect(AppleChain(of: leaf, among: [], anchors: [intermediate]).end == .trusted(intermediate))
    #expect(AppleChain(of: root, among: []).end == .foreign(root))
  }

  @Test(.needs(.openssl))
  func `takes no issuer that is no authority`() throws {
    let authority = try AppleAuthority.shared.get()
    let folder = try TemporaryFolder()
    for name in ["development.pem", "development.key"] { try folder.write(name, authority.pem(name)) }
    for arguments in [
      [
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
        "forged.key",
        "-out", "forged.csr", "-subj", "/CN=Forged",
      ],
      [
        "x509", "-req", "-in", "forged.csr", "-CA", "development.pem", "-CAkey", "development.key",
        "-CAcreateserial", "-out", "forged.pem",
      ],
    ] {
      let outcome = try Tool.openssl.run(arguments, in: folder.path)
      try #require(outcome.status == 0, "\(outcome.text)")
    }
    let forged = try Certificate.all(in: folder.read("forged.pem"))[0]
    let developer = try authority.certificate("development")
    let root = try authority.certificate("root")
    #expect(forged.isIssued(by: developer))
    let chain = AppleChain(
      of: forged, among: [developer, try authority.certificate("intermediate"), root], anchors: [root])
    #expect(chain.end == .foreign(nil) && chain.certificates == [forged])
  }

  @Test(.needs(.openssl))
  func `fetches an issuer that nothing at hand has, and believes it only under a trusted root`() throws {
    let authority = try AppleAuthority.shared.get()
    let leaf = try authority.certificate("distribution")
    let intermediate = try authority.certificate("intermediate")
    let root = try authority.certificate("root")
    let identity = try SigningIdentity(
      name: "acme", key: PrivateKey(pem: authority.pem("distribution.key")), certificates: [leaf],
      origin: "acme.p12")
    var asked: [String] = []
    func complete(_ answer: [UInt8], anchors: [Certificate]) throws -> AppleChain {
      try AppleChain.complete(identity, anchors: anchors) { address in
        asked.append(address)
        return answer
      }
    }
    let chain = try complete(intermediate.der, anchors: [root])
    #expect(chain.certificates == [leaf, intermediate, root] && chain.end == .trusted(root))
    #expect(asked == ["http://certs.example.com/intermediate.der"])

    for answer in [[], Array("nothing".utf8), root.der, [UInt8](repeating: 0x30, count: 1 << 17)] {
      #expect(try complete(answer, anchors: [root]).end == .foreign(nil))
    }
    #expect(try complete(intermediate.der, anchors: []).certificates == [leaf])
    #expect(try AppleChain.complete(identity, anchors: [root]).end == .foreign(nil))

    struct Unreachable: Error {}
    #expect(
      throws: CredentialError.issuerNotFetched(
        subject: leaf.issuer.rfc2253, address: "http://certs.example.com/intermediate.der",
        reason: "Unreachable()")
    ) { try AppleChain.complete(identity, anchors: [root]) { _ in throw Unreachable() } }

    let whole = try SigningIdentity(
      name: "acme", key: identity.key, certificates: [root, leaf, intermediate], origin: "acme.p12")
    asked = []
    let known = try AppleChain.complete(whole, anchors: [root]) { address in
      asked.append(address)
      return []
    }
    #expect(known.end == .trusted(root) && asked.isEmpty)
  }
}
