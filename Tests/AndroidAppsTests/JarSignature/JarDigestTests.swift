import Testing

@testable import AndroidApps

struct JarDigestTests {
  private func digests(_ text: String, _ levels: ClosedRange<Int>) -> [String] {
    var reader = JarSectionReader(Array(text.utf8))
    return reader.next()?.digests("-Digest", levels: levels).map { "\($0.algorithm)" } ?? []
  }

  @Test(arguments: [
    ("SHA1-Digest: AA==\nSHA-256-Digest: AA==", 24, 30, ["sha256"]),
    ("SHA1-Digest: AA==\nSHA-256-Digest: AA==", 9, 30, ["sha1", "sha256"]),
    ("SHA1-Digest: AA==", 9, 30, ["sha1"]),
    ("SHA-256-Digest: AA==", 9, 30, []),
    ("SHA-256-Digest: AA==\nDigest-Algorithms: SHA-256", 9, 30, ["sha256"]),
    ("SHA-512-Digest: AA==\nDigest-Algorithms: SHA-512", 8, 17, []),
    ("MD5-Digest: AA==", 24, 30, []),
  ])
  func `chooses the digests that the API levels compare`(
    text: String, oldest: Int, newest: Int, expected: [String]
  ) {
    #expect(digests(text, oldest...newest) == expected)
  }

  @Test(arguments: [
    ("1.3.14.3.2.26", "1.2.840.113549.1.1.1", 1, 99, 0),
    ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1", 1, 99, 1),
    ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1", 18, 99, 0),
    ("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2", 18, 99, 1),
    ("1.2.840.113549.2.5", "1.2.840.113549.1.1.5", 21, 23, 0),
    ("1.2.840.113549.2.5", "1.2.840.113549.1.1.5", 20, 24, 2),
    ("1.2.3", "1.2.840.113549.1.1.1", 24, 99, 1),
  ])
  func `knows the API levels that refuse an algorithm`(
    digest: String, signature: String, oldest: Int, newest: Int, gaps: Int
  ) {
    let rejecting = JarSignatureAlgorithm.rejectingLevels(
      digest: digest, signature: signature, among: oldest...newest)
    #expect(rejecting.count == gaps)
  }
}
