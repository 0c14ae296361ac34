import Cryptography
import Releases
import Testing

@testable import Credentials

@Suite struct KeyTests {
  @Test(
    arguments: [
      (TestIdentity.debugSubject, .debug), (TestIdentity.debugSubject.reversed(), .debug),
      ([("O", "Android"), ("CN", "Android Debug"), ("C", "US")], .debug),
      ([("CN", "Android Debug"), ("O", "Acme"), ("C", "US")], .distribution),
      (TestIdentity.debugSubject + [("OU", "Acme")], .distribution), ([("CN", "Acme")], .distribution),
    ] as [([(String, String)], Purpose)])
  func `reads an Android key's purpose from its certificate`(
    _ subject: [(String, String)], _ purpose: Purpose
  ) throws {
    let certificate = try TestIdentity(subject).certificate
    #expect(certificate.purpose(on: .android) == purpose)
    #expect(certificate.purpose(on: .blackberry) == nil && certificate.purpose(on: .ios) == nil)
  }

  @Test(arguments: [
    (TestIdentity.debugSubject, Purpose.distribution, Purpose.debug),
    ([("CN", "Acme")], .debug, .distribution),
  ])
  func `refuses a declared purpose that the certificate contradicts`(
    _ subject: [(String, String)], _ declared: Purpose, _ found: Purpose
  ) throws {
    let made = try TestIdentity(subject)
    #expect(
      throws: CredentialError.purposeContradictsCertificate(
        key: "acme", declared: declared, found: found, subject: made.certificate.subject.rfc2253)
    ) { try Key(offer(declared), identity: made.identity) }
    let key = try Key(offer(found), identity: made.identity)
    #expect(key.name == "acme" && key.purpose == found)
    #expect(key.fingerprint.count == 64 && key.notAfter == made.certificate.notAfter)
  }

  @Test func `shows no secret when a key is dumped`() throws {
    let key = try Key(offer(.distribution), identity: TestIdentity().identity)
    var text = ""
    dump(key, to: &text)
    #expect(text.contains("«redacted»") && !text.contains("KeyHandle") && !text.contains("pointer"))
  }

  private func offer(_ purpose: Purpose) -> KeyOffer {
    KeyOffer(name: "acme", platform: .android, purpose: purpose)
  }
}
