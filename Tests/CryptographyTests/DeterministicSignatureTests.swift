import FieldTools
import Foundation
import Testing

@testable import Cryptography

/// ECDSA and DSA with the nonces of RFC 6979: the same message, the same signature.
@Suite struct DeterministicSignatureTests {
  /// One signature of the appendix.
  struct Vector: Sendable, CustomTestStringConvertible {
    let section: String
    let key: [UInt8]
    let hash: HashAlgorithm
    let message: String
    let signature: [UInt8]

    var testDescription: String { "\(section), \(hash.rawValue), \(message)" }
  }

  /// The appendix as a table, each key above its signatures.
  static let vectors: [Vector] = {
    let path = Repository.folder + "/Tests/CryptographyTests/rfc6979.txt"
    var key: (section: String, bytes: [UInt8]) = ("", [])
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      .split(separator: "\n").compactMap { line in
        let fields = line.split(separator: "\t").map(String.init)
        if fields.first == "key" {
          key = (fields[1], Base64.decode(Array(fields[2].utf8)) ?? [])
          return nil
        }
        guard fields.count == 4, let hash = HashAlgorithm(rawValue: fields[0]) else { return nil }
        return Vector(
          section: key.section, key: key.bytes, hash: hash, message: fields[1],
          signature: ASN1.encodeSequence(integer(fields[2]), integer(fields[3])))
      }
  }()

  private static func integer(_ digits: String) -> [UInt8] {
    let bytes = stride(from: 0, to: digits.count, by: 2).map { start in
      UInt8(digits.dropFirst(start).prefix(2), radix: 16) ?? 0
    }.drop { $0 == 0 }
    return ASN1.encode(ASN1.integer, (bytes.first.map { $0 >= 0x80 } ?? true ? [0] : []) + bytes)
  }

  @Test func `all of the appendix is here`() {
    #expect(Self.vectors.count == 50)
  }

  @Test(arguments: vectors)
  func `signs as the appendix of RFC 6979 does`(vector: Vector) throws {
    let key = try PrivateKey(der: vector.key)
    let algorithm = try #require(SignatureAlgorithm(key.algorithm, vector.hash))
    #expect(try key.sign(Array(vector.message.utf8), with: algorithm) == vector.signature)
  }

  @Test(.needs(.openssl), arguments: ["P-224", "P-256", "secp256k1", "P-384", "P-521", "sect283k1"])
  func `openssl accepts the signature, and it is the same twice`(curve: String) throws {
    let folder = try TemporaryFolder()
    let made = try Tool.openssl.run([
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)", "-out", folder.file("key.pem"),
    ])
    try #require(made.status == 0, "\(made.text)")
    let key = try PrivateKey(pem: folder.read("key.pem"))
    let message = Array("Two runs, one file.".utf8)
    let signature = try key.sign(message, with: .ecdsa(.sha256))
    #expect(try key.sign(message, with: .ecdsa(.sha256)) == signature)
    #expect(try key.sign(message + [0], with: .ecdsa(.sha256)) != signature)
    try Tool.openssl.run(["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"], in: folder.path)
    try folder.write("message", message)
    try folder.write("signature", signature)
    let outcome = try Tool.openssl.run(
      ["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "message"], in: folder.path)
    #expect(outcome.text.contains("Verified OK"), "\(outcome.text)")
  }

  @Test(.needs(.apksig), arguments: Corpus.keyPairs.filter { $0.hasPrefix("dsa") || $0.hasPrefix("ec") })
  func `keys of apksig sign alike twice`(name: String) throws {
    let key = try Corpus.apksig.key(name)
    let algorithm = try #require(SignatureAlgorithm(key.algorithm, .sha256))
    let signatures = try (0..<3).map { _ in try key.sign(Array("message".utf8), with: algorithm) }
    #expect(Set(signatures).count == 1)
  }

  @Test func `secret numbers do not print`() throws {
    let number = try #require([7, 7].withUnsafeBytes { SecretNumber(leftmost: 16, of: $0) })
    #expect("\(number)" == "«redacted»")
    #expect(number.bytes(count: 0) == nil)
  }
}
