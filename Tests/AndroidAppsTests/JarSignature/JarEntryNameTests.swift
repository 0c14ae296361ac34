import Testing

@testable import AndroidApps

struct JarEntryNameTests {
  @Test(arguments: [
    ("classes.dex", true), ("META-INF/MANIFEST.MF", false), ("META-INF/manifest.mf", false),
    ("META-INF/CERT.SF", false), ("META-INF/cert.rsa", false), ("META-INF/SIG-X", false),
    ("META-INF/services/CERT.RSA", true), ("META-INF/x.version", true), ("res/", false), ("META-INF/", false),
  ])
  func `knows which entries a manifest lists`(name: String, needsDigest: Bool) {
    #expect(JarEntryName.needsDigest(name) == needsDigest)
  }

  @Test(arguments: [
    ("release", [], "RELEASE"), ("upload key.v2", [], "UPLOAD_K"), ("schlüssel", [], "SCHL_SSE"),
    ("", [], "CERT"),
    ("release", ["RELEASE"], "RELEASE2"), ("uploadkey", ["UPLOADKE", "UPLOADK2"], "UPLOADK3"),
  ])
  func `makes file names of signers' names`(name: String, taken: [String], expected: String) {
    #expect(JarEntryName.signer(name, besides: taken) == expected)
  }
}
