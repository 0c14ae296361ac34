import Credentials
import Cryptography
import Foundation

/// Keys made once for all tests of a run, as files.
///
/// | file | what |
/// |---|---|
/// | upload.p12 | RSA 2048, alias `upload`, valid to 2054 |
/// | upload.pk8, upload-encrypted.pk8, upload.pem | the same key and its certificate |
/// | partner.p12 | EC P-256 |
/// | debug.p12 | an Android debug certificate |
/// | expired.p12, ends-2030.p12 | valid to 2020 and to 2030 |
/// | guarded.p12 | as upload.p12, with ``guardedPassword`` |
/// | hostile.p12 | a subject with escape sequences, a line end and a command for a CI log |
/// | password | the password of all others, `secret` |
enum TestKeys {
  static let hostileName = "\u{1b}[2J\u{1b}]0;owned\u{7}\r\n::error::owned\u{202e}"

  static let guardedPassword = "password-93c2f1aa"

  /// The folder they are in.
  static let folder: Result<String, any Error> = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { if let made = try? TestKeys.folder.get() { try? FileManager.default.removeItem(atPath: made) } }
    let rsa = try PrivateKey.generateRSA(bits: 2048)
    let curve = try PrivateKey.generateEC(curve: "P-256")
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    func keystore(
      _ name: String, _ key: PrivateKey, _ certificate: Certificate, password: String = "secret"
    ) throws {
      try write(
        PKCS12.write(key: key, chain: [certificate], name: name, password: SecretBytes(password)),
        "\(name).p12")
    }
    let upload = try certificate(rsa, "Acme Upload")
    try keystore("upload", rsa, upload)
    try keystore("guarded", rsa, upload, password: guardedPassword)
    try keystore("partner", curve, certificate(curve, "Acme Partner"))
    try keystore("debug", rsa, certificate(rsa, "Android Debug", organization: "Android", country: "US"))
    try keystore("expired", rsa, certificate(rsa, "Acme Old", notAfter: 1_577_836_800))
    try keystore("ends-2030", rsa, certificate(rsa, "Acme Short", notAfter: 1_893_456_000))
    try keystore("hostile", rsa, certificate(rsa, hostileName))
    try write(rsa.pkcs8(encryptedWith: nil).withBytes { Array($0) }, "upload.pk8")
    try write(rsa.pkcs8(encryptedWith: SecretBytes("secret")).withBytes { Array($0) }, "upload-encrypted.pk8")
    try write(Array(PEM.encode(upload.der, label: "CERTIFICATE").utf8), "upload.pem")
    try write(Array("secret\n".utf8), "password")
    return folder.path
  }

  /// A certificate with fixed dates, so that what is printed of it is the same every day.
  private static func certificate(
    _ key: PrivateKey, _ name: String, organization: String = "Acme", country: String = "GB",
    notAfter: Double = 2_650_838_400
  ) throws -> Certificate {
    try Certificate.selfSigned(
      key, subject: DistinguishedName([("C", country), ("O", organization), ("CN", name)]),
      notBefore: Date(timeIntervalSince1970: 1_546_300_800), notAfter: Date(timeIntervalSince1970: notAfter),
      serial: [1, 2, 3, 4, 5, 6, 7, 8])
  }
}
