import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Synchronization
import Testing
import Transfers

@testable import SlipwayKit

@Suite(.needs(.openssl)) struct AppleIssuersTests {
  /// An authority whose issuer is served on this machine, and an identity that came without it.
  private struct Site {
    let server: ScriptedServer
    let authority: AppleAuthority
    let identity: SigningIdentity
    let intermediate: Certificate
    let root: Certificate
    let cache = try? TemporaryFolder()

    /// - Parameter answer: what is said to a connection, with the number of those before it.
    init(_ answer: @escaping @Sendable (ScriptedServer.Connection, AppleAuthority, Int) -> Void) throws {
      let made = Mutex<AppleAuthority?>(nil)
      let count = Mutex(0)
      server = try ScriptedServer { connection in
        guard let authority = made.withLock({ $0 }) else { return }
        let before = count.withLock { count in
          defer { count += 1 }
          return count
        }
        answer(connection, authority, before)
      }
      authority = try AppleAuthority(issuerAddress: "\(server.address)/intermediate.der")
      let own = authority
      made.withLock { $0 = own }
      identity = try SigningIdentity(
        name: "acme", key: PrivateKey(pem: authority.pem("distribution.key")),
        certificates: Certificate.all(in: authority.pem("distribution.pem")), origin: "acme.p12")
      intermediate = try Certificate.all(in: authority.pem("intermediate.pem"))[0]
      root = try Certificate.all(in: authority.pem("root.pem"))[0]
    }

    /// As one call of the command has it.
    func issuers(timeLimit: Duration = .seconds(5)) throws -> AppleIssuers {
      let folder = try #require(cache).path
      let invocation = Invocation(
        environment: ["XDG_CACHE_HOME": folder], now: Date(timeIntervalSince1970: 0), home: "/nowhere")
      return AppleIssuers(invocation, timeLimit: timeLimit)
    }

    func reason(_ issuers: AppleIssuers) -> String? {
      do {
        _ = try issuers.chain(of: identity, anchors: [root])
        return nil
      } catch {
        return error.failure.message
      }
    }

    func der(_ name: String) throws -> [UInt8] { try Certificate.all(in: authority.pem(name))[0].der }
  }

  enum Form: CaseIterable { case der, pem, bag }

  @Test(arguments: Form.allCases)
  func `fetches an issuer in each form, asks once, and keeps it for the next command`(_ form: Form) throws {
    let site = try Site { connection, authority, _ in
      let pem = (try? authority.pem("intermediate.pem")) ?? []
      switch form {
      case .der: connection.answer((try? Certificate.all(in: pem)[0].der) ?? [])
      case .pem: connection.answer(pem)
      case .bag:
        guard let folder = try? TemporaryFolder(), let file = try? folder.write("issuer.pem", pem) else {
          return
        }
        connection.answer(
          (try? Tool.openssl.run(["crl2pkcs7", "-nocrl", "-certfile", file, "-outform", "DER"]).bytes) ?? [])
      }
    }
    let issuers = try site.issuers()
    for _ in 0..<2 {
      let chain = try issuers.chain(of: site.identity, anchors: [site.root])
      #expect(chain.certificates == [site.identity.certificate, site.intermediate, site.root])
      #expect(chain.end == .trusted(site.root))
    }
    #expect(site.server.heads.count == 1)
    #expect(site.server.heads.first?.hasPrefix("GET /intermediate.der HTTP/1.1\r\n") == true)

    let cache = try #require(site.cache)
    let name = "\(site.intermediate.sha256.hex).cer"
    #expect(try cache.names(in: "slipway/issuers") == [name])
    #expect(try cache.read("slipway/issuers/\(name)") == site.intermediate.der)
    site.server.stop()
    #expect(try site.issuers().chain(of: site.identity, anchors: [site.root]).end == .trusted(site.root))

    // What somebody has changed is not what was kept.
    try cache.write("slipway/issuers/\(name)", site.root.der)
    #expect(site.reason(try site.issuers())?.contains("cannot be reached") == true)
  }

  @Test func `asks nobody for what the keystore holds`() throws {
    let site = try Site { connection, _, _ in connection.answer([]) }
    let whole = try SigningIdentity(
      name: "acme", key: site.identity.key, certificates: [site.identity.certificate, site.intermediate],
      origin: "acme.p12")
    let chain = try site.issuers().chain(of: whole, anchors: [site.root])
    #expect(chain.end == .trusted(site.root) && site.server.heads.isEmpty)
  }

  @Test func `believes nothing that no trusted root stands behind, and keeps none of it`() throws {
    let other = try AppleAuthority()
    let forged = try Certificate.all(in: other.pem("intermediate.pem"))[0].der
    for answer in [forged, Array("<html>".utf8), []] {
      let site = try Site { connection, _, _ in connection.answer(answer) }
      let chain = try site.issuers().chain(of: site.identity, anchors: [site.root])
      #expect(chain.end == .foreign(nil) && chain.certificates == [site.identity.certificate])
      #expect(try #require(site.cache).names() == [])
    }
  }

  @Test(arguments: [
    ("nothing", "connection"), ("half", "connection"), ("large", "more than 65536 bytes"),
    ("missing", "the answer is 404"), ("elsewhere", "the answer is 302"), ("silent", "stopped"),
  ])
  func `says in one sentence what kept an issuer away`(_ flaw: String, _ words: String) throws {
    let site = try Site { connection, authority, _ in
      switch flaw {
      case "half":
        connection.readRequest()
        connection.say("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf")
      case "large": connection.answer([UInt8](repeating: 0x30, count: 1 << 17))
      case "missing": connection.answer([], status: "404 Not Found")
      case "elsewhere":
        connection.answer([], status: "302 Found", headers: ["Location: http://127.0.0.1:1/other"])
      case "silent":
        connection.readRequest()
        connection.hold()
      default: connection.readRequest()
      }
    }
    let issuers = try site.issuers(timeLimit: .milliseconds(400))
    let reason = try #require(site.reason(issuers))
    let address = "\(site.server.address)/intermediate.der"
    #expect(reason.hasPrefix("The certificate of C=US,O=Fixture Inc.,OU=G3,"), "\(reason)")
    #expect(reason.contains(" cannot be fetched from \(address): ") && reason.contains(words), "\(reason)")
    #expect(!reason.hasSuffix(".."), "\(reason)")
    let isTriedAgain = ["nothing", "half", "silent"].contains(flaw)
    #expect(site.server.heads.count == (isTriedAgain ? 2 : 1))
    // Another target with the same key is not kept waiting.
    #expect(site.reason(issuers) == reason && site.server.heads.count == (isTriedAgain ? 2 : 1))
  }

  @Test func `tries a second time`() throws {
    let site = try Site { connection, authority, before in
      guard before > 0 else { return connection.answer([], status: "503 Service Unavailable") }
      connection.answer((try? authority.pem("intermediate.pem")) ?? [])
    }
    #expect(try site.issuers().chain(of: site.identity, anchors: [site.root]).end == .trusted(site.root))
    #expect(site.server.heads.count == 2)
  }

  @Test(arguments: [
    ("http://certs.apple.com/wwdrg3.der", true), ("https://www.apple.com/x.cer", true),
    ("http://CERTS.APPLE.COM./x", true), ("http://127.0.0.1/x", false), ("http://localhost:8080/x", false),
    ("http://apple.com.example.org/x", false), ("http://notapple.com/x", false),
    ("http://certs.apple.com:8080/x", false), ("https://169.254.169.254/latest", false),
  ])
  func `asks Apple alone, unless the user trusts a root of another`(_ address: String, _ isAsked: Bool) throws
  {
    let address = try WebAddress(address)
    #expect(AppleIssuers.isAsked(address, trusting: []) == isAsked)
    let root = try Certificate.all(in: AppleAuthority.shared.get().pem("root.pem"))
    #expect(AppleIssuers.isAsked(address, trusting: root))
  }

  @Test func `asks nobody at an address that is no web address, and none of another's without trust`() throws
  {
    let site = try Site { connection, authority, _ in
      connection.answer((try? authority.pem("intermediate.pem")) ?? [])
    }
    #expect(try site.issuers().chain(of: site.identity, anchors: []).end == .foreign(nil))
    #expect(site.server.heads.isEmpty)
    for address in ["file:///etc/passwd", "ldap://certs.apple.com/x", "ftp://certs.apple.com/x"] {
      let authority = try AppleAuthority(issuerAddress: address)
      let identity = try SigningIdentity(
        name: "acme", key: PrivateKey(pem: authority.pem("distribution.key")),
        certificates: Certificate.all(in: authority.pem("distribution.pem")), origin: "acme.p12")
      let root = try Certificate.all(in: authority.pem("root.pem"))
      #expect(identity.certificate.issuerAddresses == [address])
      #expect(try site.issuers().chain(of: identity, anchors: root).end == .foreign(nil))
    }
  }
}
