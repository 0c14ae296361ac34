import FieldTools
import Foundation
import Synchronization
import Testing

@testable import Cryptography

@Suite struct PrivateKeyTests {
  @Test(arguments: ["P-256", "P-384", "P-521"])
  func `signs with generated EC keys`(curve: String) throws {
    let key = try PrivateKey.generateEC(curve: curve)
    guard case .ec(curve, _) = key.algorithm else {
      Issue.record("\(key.algorithm)")
      return
    }
    try roundTrip(key, .ecdsa(.sha256))
    try roundTrip(key, .ecdsa(.sha512))
  }

  @Test(arguments: [
    SignatureAlgorithm.rsaPKCS1(.sha1), .rsaPKCS1(.sha256), .rsaPSS(.sha256), .rsaPSS(.sha512),
  ])
  func `signs with a generated RSA key`(algorithm: SignatureAlgorithm) throws {
    let key = try TestKeys.rsa.get()
    #expect(key.algorithm == .rsa(bits: 2048))
    try roundTrip(key, algorithm)
  }

  @Test(.needs(.apksig), arguments: Corpus.keyPairs)
  func `reads and uses apksig's keys`(name: String) throws {
    let key = try Corpus.apksig.key(name)
    let certificate = try Corpus.apksig.certificate(name)
    #expect(key.matches(certificate))
    #expect(key.algorithm == certificate.keyAlgorithm)
    // rsa-1024, ec-p384, dsa-3072: the names say what they are.
    let digits = name.split(separator: "-")[1].drop { $0 == "p" }.prefix { $0.isNumber }
    switch key.algorithm {
    case .rsa(let bits), .ec(_, let bits), .dsa(let bits): #expect(String(bits) == digits)
    default: Issue.record("\(name) is \(key.algorithm)")
    }
    // Signing with 16384 bits takes a second.
    if case .rsa(let bits) = key.algorithm, bits > 8192 { return }
    try roundTrip(key, try #require(SignatureAlgorithm(key.algorithm, .sha256)))
  }

  @Test func `a signature of another kind, message or length does not hold`() throws {
    let rsa = try TestKeys.rsa.get()
    let ec = try TestKeys.ec.get()
    let message = Array("message".utf8)
    let signature = try rsa.sign(message, with: .rsaPKCS1(.sha256))
    let publicKey = try PublicKey(publicKeyInfo: rsa.publicKeyInfo)
    #expect(!publicKey.verifies(signature, over: message, with: .rsaPKCS1(.sha512)))
    #expect(!publicKey.verifies(signature, over: message, with: .rsaPSS(.sha256)))
    #expect(!publicKey.verifies(signature, over: message, with: .ecdsa(.sha256)))
    #expect(!publicKey.verifies(signature, over: [], with: .rsaPKCS1(.sha256)))
    #expect(!publicKey.verifies(signature.dropLast(), over: message, with: .rsaPKCS1(.sha256)))
    #expect(!publicKey.verifies([], over: message, with: .rsaPKCS1(.sha256)))
    #expect(throws: CryptographyError.keyCannotSign(key: ec.algorithm, signature: .rsaPKCS1(.sha256))) {
      try ec.sign(message, with: .rsaPKCS1(.sha256))
    }
    #expect(throws: CryptographyError.unsupportedAlgorithm(structure: .privateKey, algorithm: "EC P-1")) {
      try PrivateKey.generateEC(curve: "P-1")
    }
  }

  @Test func `encrypts its PKCS 8 and needs the right password back`() throws {
    let key = try TestKeys.ec.get()
    let encrypted = try key.pkcs8(encryptedWith: SecretBytes("pässword")).withBytes { Array($0) }
    let again = try PrivateKey(der: encrypted, passphrase: SecretBytes("pässword"))
    #expect(again.publicKeyInfo == key.publicKeyInfo)
    #expect(throws: CryptographyError.wrongPassword(structure: .privateKey)) {
      try PrivateKey(der: encrypted, passphrase: SecretBytes("password"))
    }
    #expect(throws: CryptographyError.passwordNeeded(structure: .privateKey)) {
      try PrivateKey(der: encrypted)
    }
    let pem = PEM.encode(encrypted, label: "ENCRYPTED PRIVATE KEY")
    #expect(try PrivateKey(pem: Array(pem.utf8), passphrase: SecretBytes("pässword")).matchesKey(key))

    let plain = try key.pkcs8().withBytes { Array($0) }
    #expect(try PrivateKey(der: plain).matchesKey(key))
    #expect(try PrivateKey(der: plain, passphrase: SecretBytes("ignored")).matchesKey(key))
  }

  /// How many iterations a key asks for is decided by whoever wrote the file.
  @Test(arguments: [nil, "pässword"])
  func `writes PEM text that reads back`(passphrase: String?) throws {
    for key in try [TestKeys.rsa.get(), TestKeys.ec.get()] {
      let certificate = try TestKeys.certificate(key)
      let passphrase = passphrase.map { SecretBytes($0) }
      let text = try PEM.identity(key: key, chain: [certificate, certificate], encryptedWith: passphrase)
        .withBytes { Array($0) }
      let blocks = PEM.blocks(in: text)
      #expect(
        blocks.map(\.label) == [
          passphrase == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY", "CERTIFICATE", "CERTIFICATE",
        ])
      // The same text as the encoder of what is no secret writes.
      #expect(
        blocks.map { PEM.encode($0.bytes, label: $0.label) }.joined() == String(decoding: text, as: UTF8.self)
      )
      #expect(try PrivateKey(pem: text, passphrase: passphrase).matchesKey(key))
      #expect(try Certificate.all(in: text) == [certificate, certificate])
    }
  }

  @Test func `refuses an encrypted key that would take hours`() throws {
    let salt = ASN1.encode(ASN1.octetString, [1, 2, 3, 4, 5, 6, 7, 8])
    let rounds = ASN1.encode(ASN1.integer, [0x7f, 0xff, 0xff, 0xff])
    let derivation = AlgorithmIdentifier(
      "1.2.840.113549.1.5.12", parameters: ASN1.encodeSequence(salt, rounds))
    let cipher = AlgorithmIdentifier("2.16.840.1.101.3.4.1.42", parameters: salt)
    for encryption in [
      AlgorithmIdentifier(
        "1.2.840.113549.1.5.13", parameters: ASN1.encodeSequence(derivation.encoded, cipher.encoded)),
      AlgorithmIdentifier("1.2.840.113549.1.12.1.3", parameters: ASN1.encodeSequence(salt, rounds)),
    ] {
      let der = ASN1.encodeSequence(encryption.encoded, salt)
      #expect(
        throws: CryptographyError.tooManyIterations(
          structure: .privateKey, iterations: 0x7fff_ffff, limit: PasswordDerivation.iterationLimit)
      ) { try PrivateKey(der: der, passphrase: SecretBytes("x")) }
    }
    let unknown = ASN1.encodeSequence(AlgorithmIdentifier("1.2.3").encoded, salt)
    #expect(throws: CryptographyError.unsupportedAlgorithm(structure: .privateKey, algorithm: "1.2.3")) {
      try PrivateKey(der: unknown, passphrase: SecretBytes("x"))
    }
  }

  @Test(
    .needs(.openssl),
    arguments: [
      (["genrsa", "-traditional", "2048"], nil),
      (["genrsa", "-aes128", "-traditional", "-passout", "pass:p", "2048"], "p"),
      (["genpkey", "-algorithm", "RSA"], nil),
      (["genpkey", "-algorithm", "RSA", "-aes256", "-pass", "pass:p"], "p"),
      (["ecparam", "-name", "prime256v1", "-genkey"], nil),
      (
        ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-des3", "-pass", "pass:p"],
        "p"
      ),
    ] as [([String], String?)])
  func `reads every form that openssl writes`(_ arguments: [String], _ password: String?) throws {
    let pem = try Tool.openssl.run(arguments).bytes
    let key = try PrivateKey(pem: pem, passphrase: password.map { SecretBytes($0) })
    try roundTrip(key, try #require(SignatureAlgorithm(key.algorithm, .sha256)))
    guard password != nil else { return }
    #expect(throws: CryptographyError.passwordNeeded(structure: .privateKey)) { try PrivateKey(pem: pem) }
    #expect(throws: CryptographyError.wrongPassword(structure: .privateKey)) {
      try PrivateKey(pem: pem, passphrase: SecretBytes("q"))
    }
  }

  @Test func `one key signs on many threads at once`() throws {
    let key = try TestKeys.ec.get()
    let publicKey = try PublicKey(publicKeyInfo: key.publicKeyInfo)
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let message = Array("message \(index)".utf8)
      let signature = (try? key.sign(message, with: .ecdsa(.sha256))) ?? []
      // A failure on one thread leaves nothing in another's error queue.
      let holds = publicKey.verifies(signature, over: message, with: .ecdsa(.sha256))
      let fails = !publicKey.verifies(signature, over: [UInt8(index)], with: .ecdsa(.sha256))
      if !holds || !fails { failures.withLock { $0 += 1 } }
    }
    #expect(failures.withLock { $0 } == 0)
  }

  @Test func `text without a key is no key`() {
    #expect(throws: CryptographyError.self) { try PrivateKey(pem: Array("hello".utf8)) }
    #expect(throws: CryptographyError.malformed(structure: .privateKey, offset: 0)) {
      try PrivateKey(der: [])
    }
    #expect(throws: CryptographyError.self) { try PrivateKey(der: [0x30, 0x03, 0x02, 0x01, 0x00]) }
  }

  private func roundTrip(_ key: PrivateKey, _ algorithm: SignatureAlgorithm) throws {
    let message = Array("Everything that is delivered was verified.".utf8)
    let signature = try key.sign(message, with: algorithm)
    #expect(try verify(signature, over: message, with: algorithm, publicKeyInfo: key.publicKeyInfo))
    var changed = message
    changed[0] ^= 1
    #expect(try !verify(signature, over: changed, with: algorithm, publicKeyInfo: key.publicKeyInfo))
  }
}

extension PrivateKey {
  func matchesKey(_ other: PrivateKey) -> Bool { publicKeyInfo == other.publicKeyInfo }
}
