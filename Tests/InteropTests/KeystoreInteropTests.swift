import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

/// Keystores that the field's tools write for Slipway, and Slipway for them.
struct KeystoreInteropTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func keytool(_ arguments: [String]) throws {
    // Java reads its arguments as the locale says.
    let outcome = try Tool("env").run(["LC_ALL=C.UTF-8", "keytool"] + arguments, in: folder.path)
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test(.needs(.keytool), arguments: ["JKS", "JCEKS"], ["kéy-öwn", "key-secret"])
  func `opens what keytool writes`(type: String, keyPassword: String) throws {
    // JCEKS has keys with passwords in ASCII only.
    let keyPassword = type == "JCEKS" ? "key-secret" : keyPassword
    let store = [
      "-keystore", "store", "-storetype", type, "-storepass", "störe-secret",
      "-J-Djdk.jceks.iterationCount=10000",
    ]
    for (alias, options) in [
      ("First", ["-keyalg", "RSA", "-keysize", "2048"]),
      ("zwölf", ["-keyalg", "EC", "-groupname", "secp384r1"]),
      ("third", ["-keyalg", "DSA", "-keysize", "2048"]),
    ] {
      try keytool(
        ["-genkeypair", "-alias", alias, "-dname", "CN=\(alias)", "-keypass", keyPassword] + store + options)
    }
    try keytool(["-exportcert", "-alias", "first", "-file", "first.cer"] + store)
    try keytool(["-importcert", "-noprompt", "-alias", "trusted", "-file", "first.cer"] + store)
    if type == "JCEKS" {
      try keytool(
        ["-genseckey", "-alias", "aes", "-keyalg", "AES", "-keysize", "256", "-keypass", "x12345"] + store)
    }
    let bytes = try folder.read("store")
    for (alias, algorithm) in [
      ("FIRST", KeyAlgorithm.rsa(bits: 2048)), ("zwölf", .ec(curve: "P-384", bits: 384)),
      ("third", .dsa(bits: 2048)),
    ] {
      let opened = try Keystore.open(
        bytes, origin: "store", alias: alias, password: SecretBytes("störe-secret"),
        keyPassword: SecretBytes(keyPassword))
      #expect(opened.identity.key.algorithm == algorithm && opened.identity.name == alias.lowercased())
      #expect(Set(opened.aliases) == ["first", "zwölf", "third"])
    }
  }

  private func openssl(_ arguments: [String]) throws -> String {
    let outcome = try Tool.openssl.run(arguments, in: folder.path)
    #expect(outcome.status == 0, "\(outcome.text)")
    return outcome.text
  }

  @Test(
    .needs(.openssl, .keytool, .jarsigner), arguments: [PKCS12.Encryption.modern, .compatible],
    [AndroidKeys.rsa2048, .p384])
  func `openssl, keytool and jarsigner use the PKCS 12 that is written`(
    encryption: PKCS12.Encryption, key: AndroidKeys
  ) throws {
    let identity = try key.identity()
    try folder.write(
      "store.p12",
      PKCS12.write(
        key: identity.key, chain: identity.chain, name: "acme", password: SecretBytes("store-secret"),
        encryption: encryption))
    // The default provider alone: no RC2 in it.
    let text = try openssl(
      ["pkcs12", "-in", "store.p12", "-passin", "pass:store-secret", "-nodes", "-info"])
    #expect(text.contains("friendlyName: acme") && text.contains("BEGIN PRIVATE KEY"))
    let (cipher, hash) =
      encryption == .modern
      ? ("AES-256-CBC", "MAC: sha256") : ("pbeWithSHA1And3-KeyTripleDES-CBC", "MAC: sha1")
    #expect(text.components(separatedBy: cipher).count == 3 && text.contains(hash), "\(text)")
    let store = ["-keystore", "store.p12", "-storepass", "store-secret"]
    try keytool(["-list", "-alias", "acme"] + store)
    try folder.write("app.aab", Data(contentsOf: URL(fileURLWithPath: Repository.androidFixture("demo.aab"))))
    let signed = try Tool.jarsigner.run(store + ["app.aab", "acme"], in: folder.path)
    #expect(signed.status == 0, "\(signed.text)")
  }

  @Test(.needs(.keytool, .apksigner), arguments: [nil, "key-secret"], [AndroidKeys.rsa2048, .p256])
  func `keytool and apksigner use the JKS that is written`(keyPassword: String?, key: AndroidKeys) throws {
    let identity = try key.identity()
    try folder.write(
      "store.jks",
      JavaKeystore.write(
        key: identity.key, chain: identity.chain, name: "Acme", password: SecretBytes("störe-secret"),
        keyPassword: keyPassword.map { SecretBytes($0) }))
    let store = ["-keystore", "store.jks", "-storepass", "störe-secret"]
    try keytool(["-list", "-alias", "acme"] + store)
    // What changes an entry has to open it first.
    try keytool(
      ["-keypasswd", "-alias", "acme", "-keypass", keyPassword ?? "störe-secret", "-new", "other-secret"]
        + store)
    let signed = try Tool("env").run(
      [
        "LC_ALL=C.UTF-8", "apksigner", "sign", "--ks", "store.jks", "--ks-pass", "pass:störe-secret",
        "--key-pass",
        "pass:other-secret", "--out", "signed.apk", Repository.androidFixture("demo.apk"),
      ], in: folder.path)
    #expect(signed.status == 0, "\(signed.text)")
    let opened = try Keystore.open(
      folder.read("store.jks"), origin: "store.jks", password: SecretBytes("störe-secret"),
      keyPassword: SecretBytes("other-secret"))
    #expect(opened.identity.chain == identity.chain)
  }

  @Test(.needs(.openssl), arguments: [nil, "secret"], [AndroidKeys.rsa2048, .p256])
  func `openssl reads the PEM text that is written`(passphrase: String?, key: AndroidKeys) throws {
    let identity = try key.identity()
    let text = try PEM.identity(
      key: identity.key, chain: identity.chain, encryptedWith: passphrase.map { SecretBytes($0) })
    try folder.write("key.pem", text.withBytes { Array($0) })
    let fromKey = try openssl(["pkey", "-in", "key.pem", "-passin", "pass:\(passphrase ?? "")", "-pubout"])
    let fromCertificate = try openssl(["x509", "-in", "key.pem", "-noout", "-pubkey"])
    #expect(fromKey == fromCertificate && fromKey.hasPrefix("-----BEGIN PUBLIC KEY-----"))
  }
}
