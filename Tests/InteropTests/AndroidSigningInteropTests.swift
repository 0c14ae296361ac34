import AndroidApps
import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

/// What Slipway signs, read by Google's and the JDK's tools.
struct AndroidSigningInteropTests {
  private let folder: TemporaryFolder
  private let workers = Workers(limit: 2)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func sign(
    _ fixture: String, _ identities: [SigningIdentity], _ options: SigningOptions = SigningOptions()
  ) throws -> String {
    let path = folder.file("signed-\(fixture)")
    let output = try AtomicFile(path: path)
    _ = try AndroidSigner.sign(
      FileSource(path: Repository.androidFixture(fixture)), output: output, identities: identities,
      options: options,
      workers: workers)
    try output.commit()
    return path
  }

  @Test(.needs(.apksigner), arguments: AndroidKeys.allCases, [1, 18, 24, 28])
  func `apksigner accepts an APK signed for a minimum SDK`(key: AndroidKeys, minSDK: Int) throws {
    let options = SigningOptions(minSDK: minSDK)
    if key.isEC, minSDK < 18 {
      #expect(throws: AndroidError.cannotSign(.ecOnOldAndroid(key: key.rawValue, minSDK: minSDK))) {
        try sign("demo.apk", [key.identity()], options)
      }
      return
    }
    let path = try sign("demo.apk", [key.identity()], options)
    let outcome = try Tool.apksigner.run(["verify", "--verbose", "--min-sdk-version", "\(minSDK)", path])
    #expect(outcome.status == 0, "\(outcome.text)")
    let expected = minSDK < 24 ? [true, true, true] : [false, true, true]
    let lines = [
      "v1 scheme (JAR signing)", "v2 scheme (APK Signature Scheme v2)", "v3 scheme (APK Signature Scheme v3)",
    ]
    for (line, isThere) in zip(lines, expected) {
      // A newer scheme stands in for the older ones where no level asked about reads them.
      if minSDK < 28 || line.hasPrefix("v3") {
        #expect(outcome.text.contains("Verified using \(line): \(isThere)"), "\(outcome.text)")
      }
    }
    let own = try AndroidVerifier.verify(FileSource(path: path), minSDK: minSDK, workers: workers)
    #expect(own.verified)
    #expect(own.findings.map(\.id) == [])
  }

  static let schemeCombinations: [Set<SignatureScheme>] = [
    [.v1], [.v2], [.v3], [.v1, .v2], [.v1, .v3], [.v2, .v3], [.v1, .v2, .v3],
  ]

  @Test(.needs(.apksigner), arguments: schemeCombinations, [1, 18, 24, 28])
  func `apksigner and Slipway judge every combination of schemes alike`(
    schemes: Set<SignatureScheme>, minSDK: Int
  ) throws {
    let path = try sign(
      "demo.apk", [AndroidKeys.rsa2048.identity()], SigningOptions(schemes: schemes, minSDK: minSDK))
    let outcome = try Tool.apksigner.run(["verify", "--min-sdk-version", "\(minSDK)", path])
    let own = try AndroidVerifier.verify(FileSource(path: path), minSDK: minSDK, workers: workers)
    #expect(own.verified == (outcome.status == 0), "\(own.findings) – \(outcome.text)")
    let needed: Set<SignatureScheme> = minSDK < 24 ? [.v1, .v2] : minSDK < 28 ? [.v2] : []
    if schemes.isSuperset(of: needed), schemes != [.v1] { #expect(own.verified, "\(own.findings)") }
  }

  @Test(
    .needs(.apksigner),
    arguments: ["demo.apk", "min-sdk-18.apk", "target-sdk-30.apk", "4k-libs.apk", "partner.apk"])
  func `apksigner accepts an APK signed for the SDKs of its manifest`(fixture: String) throws {
    let path = try sign(fixture, [AndroidKeys.p256.identity()])
    let outcome = try Tool.apksigner.run(["verify", path])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test(.needs(.apksigner))
  func `apksigner accepts several signers`() throws {
    let identities = try AndroidKeys.allCases.map { try $0.identity() }
    let path = try sign("min-sdk-18.apk", identities)
    let outcome = try Tool.apksigner.run(["verify", "--print-certs", path])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.contains("Signer #4 certificate DN: C=DE, O=Acme, CN=Release EC P-384"))
    #expect(try AndroidVerifier.verify(FileSource(path: path), workers: workers).verified)
  }

  @Test(.needs(.apksigner))
  func `apksigner accepts what was signed twice`() throws {
    let once = try sign("demo.apk", [AndroidKeys.rsa4096.identity()], SigningOptions(minSDK: 18))
    let output = try AtomicFile(path: folder.file("twice.apk"))
    _ = try AndroidSigner.sign(
      FileSource(path: once), output: output, identities: [AndroidKeys.p256.identity()],
      options: SigningOptions(minSDK: 18), workers: workers)
    try output.commit()
    let outcome = try Tool.apksigner.run([
      "verify", "--min-sdk-version", "18", "--print-certs", folder.file("twice.apk"),
    ])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.contains("Release EC P-256"))
    #expect(!outcome.text.contains("Signer #2"))
    let names = try ZipDirectory(reading: FileSource(path: folder.file("twice.apk"))).entries.map(\.name)
    #expect(names.filter { $0.hasPrefix("META-INF/") }.count == 3)
  }

  @Test(.needs(.jarsigner), arguments: AndroidKeys.allCases, ["demo.aab", "target-sdk-30.aab"])
  func `jarsigner accepts a bundle`(key: AndroidKeys, fixture: String) throws {
    let path = try sign(fixture, [key.identity()])
    let outcome = try Tool.jarsigner.run(["-verify", "-verbose:summary", path])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.contains("jar verified."), "\(outcome.text)")
    #expect(!outcome.text.contains("unsigned entries"), "\(outcome.text)")
    let own = try AndroidVerifier.verify(FileSource(path: path), workers: workers)
    #expect(own.verified)
    #expect(own.findings.map(\.id) == [])
  }

  @Test(
    .needs(.zipalign), arguments: ["demo.apk", "4k-libs.apk", "32-bit-only.apk"],
    [Alignment.pages(4096), .largePages])
  func `zipalign finds stored entries aligned`(fixture: String, alignment: Alignment) throws {
    let path = try sign(fixture, [AndroidKeys.p256.identity()], SigningOptions(alignment: alignment))
    for arguments in [["-c", "4"], ["-c", "-p", "4"]] {
      let outcome = try Tool.zipalign.run(arguments + [path])
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test(arguments: [(Alignment.pages(4096), 4096), (.largePages, 16_384)])
  func `libraries begin at pages and other stored entries at multiples of 4`(
    alignment: Alignment, page: Int
  ) throws {
    let path = try sign("demo.apk", [AndroidKeys.p256.identity()], SigningOptions(alignment: alignment))
    let directory = try ZipDirectory(reading: FileSource(path: path))
    let stored = directory.entries.filter(\.isStored)
    #expect(stored.contains { $0.name.hasSuffix(".so") })
    for entry in stored {
      let offset = try directory.dataRange(of: entry).lowerBound
      #expect(offset.isMultiple(of: entry.name.hasSuffix(".so") ? page : 4), "\(entry.name) is at \(offset)")
    }
  }
}
