import FieldTools
import Foundation
import Testing

@testable import Cryptography

@Suite struct PKCS12Tests {
  @Test func `opens what it writes`() throws {
    let key = try TestKeys.rsa.get()
    let certificate = try TestKeys.certificate(key)
    let bytes = try PKCS12.write(
      key: key, chain: [certificate], name: "größe", password: SecretBytes("pässword"))
    #expect(PKCS12.isPKCS12(bytes))
    let store = try PKCS12.open(bytes, password: SecretBytes("pässword"))
    #expect(store.entries.map(\.name) == ["größe"])
    #expect(store.entries[0].key?.publicKeyInfo == key.publicKeyInfo)
    #expect(store.entries[0].certificates == [certificate])
    #expect(!store.isLegacy)
    #expect(throws: CryptographyError.wrongPassword(structure: .pkcs12)) {
      try PKCS12.open(bytes, password: SecretBytes("password"))
    }
    #expect(throws: CryptographyError.wrongPassword(structure: .pkcs12)) {
      try PKCS12.open(bytes, password: SecretBytes(""))
    }
    #expect(throws: CryptographyError.passwordNeeded(structure: .pkcs12)) {
      try PKCS12.open(bytes, password: nil)
    }
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: certificate.subject.rfc2253)) {
      try PKCS12.write(key: TestKeys.ec.get(), chain: [certificate], name: "x", password: SecretBytes("x"))
    }
  }

  @Test func `writes what old tools read too`() throws {
    let key = try TestKeys.ec.get()
    let certificate = try TestKeys.certificate(key)
    let bytes = try PKCS12.write(
      key: key, chain: [certificate], name: "größe", password: SecretBytes("pässword"),
      encryption: .compatible)
    let store = try PKCS12.open(bytes, password: SecretBytes("pässword"))
    #expect(store.entries.map(\.name) == ["größe"] && store.entries[0].certificates == [certificate])
    #expect(store.entries[0].key?.publicKeyInfo == key.publicKeyInfo)
    #expect(store.isLegacy)
    #expect(throws: CryptographyError.wrongPassword(structure: .pkcs12)) {
      try PKCS12.open(bytes, password: SecretBytes("password"))
    }
  }

  @Test(
    .needs(.openssl),
    arguments: [
      ([], false), (["-legacy"], true), (["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"], true),
      (["-macalg", "sha1"], true), (["-nomac"], false), (["-keypbe", "NONE", "-certpbe", "NONE"], false),
      (["-certpbe", "AES-128-CBC", "-keypbe", "AES-256-CBC", "-iter", "100000"], false),
      (["-legacy", "-keypbe", "PBE-SHA1-RC4-128", "-certpbe", "PBE-SHA1-RC2-128"], true),
    ] as [([String], Bool)])
  func `opens every kind that openssl writes`(_ options: [String], _ isLegacy: Bool) throws {
    let sample = try Sample()
    let bytes = try sample.export(options + ["-passout", "pass:secret", "-name", "acme"])
    let store = try PKCS12.open(bytes, password: SecretBytes("secret"))
    #expect(store.entries.map(\.name) == ["acme"])
    #expect(store.entries[0].key?.publicKeyInfo == sample.key.publicKeyInfo)
    #expect(store.entries[0].certificates == [sample.certificate])
    #expect(store.isLegacy == isLegacy)
    // Without MAC and encryption no password is wrong.
    guard !options.contains("NONE") || !options.contains("-nomac") else { return }
    #expect(throws: CryptographyError.wrongPassword(structure: .pkcs12)) {
      try PKCS12.open(bytes, password: SecretBytes("wrong"))
    }
  }

  /// RFC 7292 gives no password and an empty one different keys, and tools disagree about which to use.
  @Test(
    .needs(.openssl), arguments: [[], ["-legacy"], ["-nomac"]])
  func `opens a store with an empty password, whichever way it is asked`(options: [String]) throws {
    let bytes = try Sample().export(options + ["-passout", "pass:"])
    #expect(try PKCS12.open(bytes, password: SecretBytes("")).entries.count == 1)
    #expect(try PKCS12.open(bytes, password: nil).entries.count == 1)
  }

  @Test(.needs(.openssl))
  func `takes the chain along, leaf first, and certificates alone as entries`() throws {
    let sample = try Sample()
    let stranger = try TestKeys.certificate(try TestKeys.rsa.get(), "Stranger")
    let extra = try sample.folder.write("extra.pem", PEM.encode(stranger.der, label: "CERTIFICATE").utf8)
    let bytes = try sample.export(["-certfile", extra, "-passout", "pass:secret", "-name", "acme"])
    let store = try PKCS12.open(bytes, password: SecretBytes("secret"))
    #expect(store.entries.map { $0.key != nil } == [true, false])
    #expect(store.entries.map(\.certificates) == [[sample.certificate], [stranger]])
  }

  @Test(.needs(.openssl))
  func `tries the key's own password`() throws {
    // openssl's -twopass asks a terminal; a store whose safe is open and whose key is encrypted does as well.
    let sample = try Sample()
    let bytes = try sample.export(["-certpbe", "NONE", "-nomac", "-passout", "pass:keysecret"])
    #expect(
      try PKCS12.open(bytes, password: SecretBytes("storesecret"), keyPassword: SecretBytes("keysecret"))
        .entries.count == 1)
  }

  @Test(.needs(.keytool))
  func `opens keytool's stores, and keytool opens its own`() throws {
    let folder = try TemporaryFolder()
    for (alias, algorithm) in [
      ("first", ["RSA", "-keysize", "2048"]), ("second", ["EC", "-groupname", "secp256r1"]),
    ] {
      let made = try Tool.keytool.run(
        [
          "-genkeypair", "-keystore", "store.p12", "-storepass", "secret1", "-alias", alias, "-validity",
          "10000",
          "-dname", "CN=\(alias), O=Acme", "-keyalg",
        ] + algorithm, in: folder.path)
      #expect(made.status == 0, "\(made.text)")
    }
    let store = try PKCS12.open(folder.read("store.p12"), password: SecretBytes("secret1"))
    #expect(store.entries.map(\.name) == ["first", "second"])
    #expect(
      store.entries.map { $0.certificates.map(\.subject.rfc2253) } == [
        ["CN=first,O=Acme"], ["CN=second,O=Acme"],
      ])
    #expect(
      store.entries.allSatisfy { entry in entry.certificates.allSatisfy { entry.key?.matches($0) ?? false } })
    #expect(!store.isLegacy)

    let key = try TestKeys.ec.get()
    let ours = try PKCS12.write(
      key: key, chain: [TestKeys.certificate(key)], name: "acme", password: SecretBytes("secret1"))
    try folder.write("ours.p12", ours)
    let listed = try Tool.keytool.run(
      ["-list", "-keystore", "ours.p12", "-storepass", "secret1"], in: folder.path)
    #expect(listed.status == 0 && listed.text.contains("acme, ") && listed.text.contains("PrivateKeyEntry"))
  }

  @Test(.needs(.keytool))
  func `opens what Java 8 wrote`() throws {
    let folder = try TemporaryFolder()
    let made = try Tool.keytool.run(
      [
        "-J-Dkeystore.pkcs12.legacy", "-genkeypair", "-keystore", "old.jks", "-storetype", "pkcs12",
        "-storepass",
        "secret1", "-alias", "old", "-dname", "CN=Old", "-keyalg", "RSA",
      ], in: folder.path)
    #expect(made.status == 0, "\(made.text)")
    let store = try PKCS12.open(folder.read("old.jks"), password: SecretBytes("secret1"))
    #expect(store.entries.map(\.name) == ["old"])
    #expect(store.isLegacy)
  }

  @Test(arguments: [[], [0x30], [0x30, 0x03, 0x02, 0x01, 0x03], Array("PK\u{3}\u{4}".utf8)] as [[UInt8]])
  func `tells what is no keystore from a wrong password`(bytes: [UInt8]) {
    #expect {
      try PKCS12.open(bytes, password: SecretBytes("x"))
    } throws: { error in
      if case .unreadable(.pkcs12, _)? = error as? CryptographyError { true } else { false }
    }
  }

  @Test func `every truncation and flipped bytes are refused`() throws {
    let key = try TestKeys.ec.get()
    let password = SecretBytes("secret")
    let bytes = try PKCS12.write(
      key: key, chain: [TestKeys.certificate(key)], name: "acme", password: password)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: CryptographyError.self) { try PKCS12.open(Array(bytes[..<count]), password: password) }
    }
    for index in stride(from: 0, to: bytes.count, by: 11) {
      var changed = bytes
      changed[index] ^= 0x81
      _ = try? PKCS12.open(changed, password: password)
    }
  }

  /// A key and its certificate as files, for openssl to export.
  struct Sample {
    let folder: TemporaryFolder
    let key: PrivateKey
    let certificate: Certificate

    init() throws {
      folder = try TemporaryFolder()
      key = try TestKeys.ec.get()
      certificate = try TestKeys.certificate(key)
      let plain = try key.pkcs8().withBytes { PEM.encode(Array($0), label: "PRIVATE KEY") }
      try folder.write("key.pem", plain.utf8)
      try folder.write("certificate.pem", PEM.encode(certificate.der, label: "CERTIFICATE").utf8)
    }

    func export(_ options: [String]) throws -> [UInt8] {
      let result = try Tool.openssl.run(
        ["pkcs12", "-export", "-inkey", "key.pem", "-in", "certificate.pem", "-out", "store.p12"] + options,
        in: folder.path)
      #expect(result.status == 0, "\(result.text)")
      return try folder.read("store.p12")
    }
  }
}
