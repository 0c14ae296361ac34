import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Credentials

@Suite struct AndroidUploadKeyTests {
  @Test(
    arguments: [
      (.rsa2048, .rsa(bits: 2048)), (.p256, .ec(curve: "P-256", bits: 256)),
    ] as [(AndroidUploadKey.Algorithm, KeyAlgorithm)])
  func `makes keys that Google Play takes`(_ algorithm: AndroidUploadKey.Algorithm, _ expected: KeyAlgorithm)
    throws
  {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    let identity = try AndroidUploadKey.make(
      name: "acme", subject: DistinguishedName([("CN", "Acme")]), algorithm: algorithm, now: now)
    #expect(identity.name == "acme" && identity.key.algorithm == expected)
    #expect(identity.certificate.isSelfSigned && identity.key.matches(identity.certificate))
    #expect(identity.certificate.notBefore == now)
    // 22 October 2033.
    #expect(identity.certificate.notAfter > Date(timeIntervalSince1970: 2_013_638_399))
    #expect(identity.certificate.daysLeft(at: now) == 10_000)
    #expect(identity.certificate.purpose(on: .android) == .distribution)
  }
}
