import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials

extension SigningIdentity {
  /// A key with a certificate of its own, made on the spot.
  static func made(_ key: PrivateKey, name: String = "release", subject: String = "Release") throws
    -> SigningIdentity
  {
    let certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName([("CN", subject), ("O", "Acme")]),
      notBefore: Date(timeIntervalSince1970: 1_700_000_000),
      notAfter: Date(timeIntervalSince1970: 2_900_000_000))
    return try SigningIdentity(name: name, key: key, certificates: [certificate], origin: "the test")
  }

  /// A key of apksig's test packages.
  static func corpus(_ name: String) throws -> SigningIdentity {
    func bytes(_ file: String) throws -> [UInt8] {
      let source = try FileSource(path: Corpus.apksig.path(file))
      return try source.bytes(at: 0, count: source.count)
    }
    return try SigningIdentity(
      name: name, key: PrivateKey(der: bytes("\(name).pk8")),
      certificates: Certificate.all(in: bytes("\(name).x509.pem")), origin: name)
  }
}
