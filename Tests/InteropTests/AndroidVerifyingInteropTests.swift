import AndroidApps
import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

/// What Google's and the JDK's tools sign, read by Slipway.
struct AndroidVerifyingInteropTests {
  private let folder: TemporaryFolder
  private let workers = Workers(limit: 2)

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A PKCS#12 made by keytool, alias `key`, password `password`.
  private func keystore(_ algorithm: [String]) throws -> String {
    let path = folder.file("key.p12")
    let outcome = try Tool.keytool.run(
      ["-genkeypair", "-keystore", path, "-storetype", "PKCS12", "-storepass", "password", "-alias", "key"]
        + ["-dname", "CN=Other tool, O=Acme", "-validity", "10000"] + algorithm)
    try #require(outcome.status == 0, "\(outcome.text)")
    return path
  }

  static let algorithms = [
    ["-keyalg", "RSA", "-keysize", "2048"], ["-keyalg", "RSA", "-keysize", "4096"],
    ["-keyalg", "EC", "-groupname", "secp256r1"],
  ]

  @Test(.needs(.apksigner, .keytool), arguments: algorithms, [18, 24, 28])
  func `an APK signed by apksigner verifies`(algorithm: [String], minSDK: Int) throws {
    let path = folder.file("signed.apk")
    let outcome = try Tool.apksigner.run([
      "sign", "--ks", try keystore(algorithm), "--ks-pass", "pass:password", "--min-sdk-version", "\(minSDK)",
      "--out", path, Repository.androidFixture("demo.apk"),
    ])
    try #require(outcome.status == 0, "\(outcome.text)")
    let own = try AndroidVerifier.verify(FileSource(path: path), minSDK: minSDK, workers: workers)
    #expect(own.verified)
    #expect(own.findings.map(\.id) == [])
    #expect(Set(own.signatures.flatMap(\.certificates).map(\.subject)) == ["CN=Other tool,O=Acme"])
  }

  @Test(.needs(.jarsigner, .keytool), arguments: algorithms)
  func `a bundle signed by jarsigner verifies`(algorithm: [String]) throws {
    let path = folder.file("signed.aab")
    let outcome = try Tool.jarsigner.run([
      "-keystore", try keystore(algorithm), "-storepass", "password", "-signedjar", path,
      Repository.androidFixture("demo.aab"), "key",
    ])
    try #require(outcome.status == 0, "\(outcome.text)")
    let own = try AndroidVerifier.verify(FileSource(path: path), workers: workers)
    #expect(own.verified)
    #expect(own.findings.map(\.id) == [])
    #expect(own.signatures.map(\.scheme) == [.jar])
  }

  @Test(.needs(.apksigner, .keytool))
  func `a byte changed in an APK is found by both`() throws {
    let path = folder.file("signed.apk")
    let outcome = try Tool.apksigner.run([
      "sign", "--ks", try keystore(Self.algorithms[0]), "--ks-pass", "pass:password", "--min-sdk-version",
      "18",
      "--out", path, Repository.androidFixture("demo.apk"),
    ])
    try #require(outcome.status == 0, "\(outcome.text)")
    let source = try FileSource(path: path)
    var bytes = try source.bytes(at: 0, count: source.count)
    let directory = try ZipDirectory(reading: source)
    let entry = try #require(directory.entry(named: "classes.dex"))
    bytes[try directory.dataRange(of: entry).lowerBound + 8] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try Tool.apksigner.run(["verify", path]).status == 1)
    let own = try AndroidVerifier.verify(FileSource(path: path), workers: workers)
    #expect(!own.verified)
    #expect(own.findings.map(\.id).contains("v3-sig-apk-digest-did-not-verify"))
  }
}
