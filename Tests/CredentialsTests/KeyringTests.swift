import Releases
import Testing

@testable import Credentials

@Suite struct KeyringTests {
  private func key(
    _ name: String, _ purpose: Purpose = .distribution, _ platform: Platform = .android, only: [String] = [],
    isDefault: Bool = false
  ) -> KeyOffer {
    KeyOffer(name: name, platform: platform, purpose: purpose, applications: only, isDefault: isDefault)
  }

  @Test func `takes the default of the platform and purpose that may sign the application`() throws {
    let ring = try Keyring([
      key("any", isDefault: true), key("limited", only: ["com.other"], isDefault: true), key("plain"),
      key("debug", .debug, isDefault: true), key("berry", .distribution, .blackberry, isDefault: true),
    ])
    func name(_ distribution: Distribution, _ application: String?) throws -> String {
      try ring.select(.byDefault, platform: .android, distribution: distribution, application: application)
        .name
    }
    #expect(try name(.store, "com.acme") == "any")
    #expect(try name(.enterprise, "com.acme") == "any")
    #expect(try name(.debug, "com.acme") == "debug")
    #expect(
      throws: CredentialError.severalDefaultKeys(
        platform: .android, distribution: .store, application: "com.other", candidates: ["any", "limited"])
    ) { try name(.store, "com.other") }
    #expect(
      throws: CredentialError.noDefaultKey(
        platform: .ios, distribution: .adHoc, application: nil, candidates: [])
    ) { try ring.select(.byDefault, platform: .ios, distribution: .adHoc, application: nil) }
  }

  @Test func `lists the candidates when none is the default`() throws {
    let ring = try Keyring([
      key("b"), key("a"), key("other", only: ["com.other"]), key("debug", .debug, isDefault: true),
    ])
    #expect(
      throws: CredentialError.noDefaultKey(
        platform: .android, distribution: .store, application: "com.acme", candidates: ["a", "b"])
    ) { try ring.select(.byDefault, platform: .android, distribution: .store, application: "com.acme") }
  }

  @Test func `a named key must fit`() throws {
    let ring = try Keyring([
      key("acme", only: ["com.acme"]), key("debug", .debug), key("berry", .distribution, .blackberry),
    ])
    func select(_ name: String, _ distribution: Distribution = .store, _ application: String? = "com.acme")
      throws -> KeyOffer
    {
      try ring.select(.named(name), platform: .android, distribution: distribution, application: application)
    }
    #expect(try select("acme").name == "acme")
    #expect(try select("acme", .debug).name == "acme")
    #expect(try select("acme", .store, nil).name == "acme")
    #expect(try select("debug", .debug).name == "debug")
    #expect(throws: CredentialError.noSuchKey(name: "acne", keys: ["acme", "debug"])) { try select("acne") }
    #expect(throws: CredentialError.wrongPlatform(key: "berry", platform: .blackberry, wanted: .android)) {
      try select("berry")
    }
    #expect(
      throws: CredentialError.applicationNotAllowed(
        key: "acme", application: "com.other", allowed: ["com.acme"])
    ) { try select("acme", .store, "com.other") }
    for distribution in [Distribution.store, .adHoc, .enterprise] {
      #expect(
        throws: CredentialError.wrongPurpose(
          key: "debug", purpose: .debug, distribution: distribution)
      ) { try select("debug", distribution) }
    }
  }

  @Test func `refuses two keys of one name`() throws {
    #expect(throws: CredentialError.duplicateKey(name: "acme")) { try Keyring([key("acme"), key("acme")]) }
  }
}
