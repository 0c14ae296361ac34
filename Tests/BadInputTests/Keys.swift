import Credentials
import Cryptography
import Foundation
import Glibc

/// Keys made once for all tests of a run, as files, and what must never be seen of them.
enum Keys {
  static let password = "Xk9-store-password"
  static let wrongPassword = "Qq7-wrong-password"
  static let token = "Zz5-bearer-token"

  /// Certificates by file name: subject, and the years in which they are valid.
  ///
  /// `debug` is Android's debug certificate.
  private static let certificates: [(file: String, name: String, from: Int, to: Int)] = [
    ("good", "Acme", 2019, 2055), ("red", "Red", 2019, 2055), ("blue", "Blue", 2019, 2055),
    ("debug", "Android Debug", 2019, 2055), ("expired", "Acme", 2000, 2020), ("future", "Acme", 2040, 2075),
    ("ends-2030", "Acme", 2019, 2030),
  ]

  /// The folder they are in, and the secrets in them.
  static let made: Result<(folder: String, secrets: [String]), any Error> = Result {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "slipway-bad-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Nobody owns what a whole run uses.
    atexit {
      if case .success(let made) = Keys.made { try? FileManager.default.removeItem(atPath: made.folder) }
    }
    var secrets = [password, wrongPassword, token]
    for (file, name, from, to) in certificates {
      // RSA signatures are the same each time, so that an artifact that is made again has the same digest.
      let key =
        try file == "good" ? PrivateKey.generateRSA(bits: 2048) : PrivateKey.generateEC(curve: "P-256")
      let organization = file == "debug" ? [("O", "Android"), ("C", "US")] : [("O", "Acme"), ("C", "GB")]
      let certificate = try Certificate.selfSigned(
        key, subject: DistinguishedName([("CN", name)] + organization), notBefore: year(from),
        notAfter: year(to))
      let keystore = try PKCS12.write(
        key: key, chain: [certificate], name: file, password: SecretBytes(password))
      let plain = try key.pkcs8(encryptedWith: nil).withBytes { Array($0) }
      let pem = PEM.encode(plain, label: "PRIVATE KEY")
      try Data(keystore).write(to: folder.appending(path: "\(file).p12"))
      try Data(pem.utf8).write(to: folder.appending(path: "\(file).key"))
      try Data(PEM.encode(certificate.der, label: "CERTIFICATE").utf8)
        .write(to: folder.appending(path: "\(file).pem"))
      // The last whole line of the key is its own; the first ones are alike in all keys.
      secrets += pem.split(separator: "\n").filter { $0.count == 64 }.suffix(1).map(String.init)
    }
    return (folder.path, secrets)
  }

  private static func year(_ year: Int) -> Date {
    Date(timeIntervalSince1970: Double(year - 1970) * 365.2425 * 86_400)
  }
}
