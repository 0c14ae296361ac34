import FieldTools
import Foundation
import Testing

@testable import Cryptography

/// Blocks in JAR files, against the tools that make and check these.
@Suite struct JavaSignatureTests {
  @Test(
    .needs(.jarsigner, .zip, .unzip),
    arguments: ["RSA", "EC"])
  func `jarsigner accepts a block made here, and its own verifies here`(kind: String) throws {
    let key = try kind == "RSA" ? TestKeys.rsa.get() : TestKeys.ec.get()
    let certificate = try TestKeys.certificate(key)
    let folder = try TemporaryFolder()
    try folder.write("hello.txt", "hello".utf8)
    try Tool.zip.run(["-q", "hello.jar", "hello.txt"], in: folder.path)
    let store = try PKCS12.write(
      key: key, chain: [certificate], name: "acme", password: SecretBytes("secret1"))
    try folder.write("acme.p12", store)
    let signed = try Tool.jarsigner.run(
      ["-keystore", "acme.p12", "-storepass", "secret1", "hello.jar", "acme"], in: folder.path)
    #expect(signed.status == 0, "\(signed.text)")

    try Tool.unzip.run(["-q", "hello.jar", "-d", "out"], in: folder.path)
    let signatureFile = try folder.read("out/META-INF/ACME.SF")
    let theirs = try SignedData(der: folder.read("out/META-INF/ACME.\(kind)"))
    #expect(theirs.verify(detachedContent: signatureFile).map(\.problem) == [nil])
    #expect(theirs.verify(detachedContent: signatureFile)[0].certificate == certificate)

    let ours = try SignedData.jarSignature(of: signatureFile, key: key, chain: [certificate], hash: .sha256)
    try folder.write("out/META-INF/ACME.\(kind)", ours)
    let update = try Tool.zip.run(
      ["-q", "-X", "../hello.jar", "META-INF/ACME.\(kind)"], in: folder.path + "/out")
    #expect(update.status == 0, "\(update.text)")
    let verified = try Tool.jarsigner.run(["-verify", "hello.jar"], in: folder.path)
    #expect(verified.status == 0 && verified.text.contains("jar verified."), "\(verified.text)")
  }

  @Test(
    .needs(.apksig), .needs(.apksigner, .zip, .unzip),
    arguments: ["rsa-2048", "ec-p256", "ec-p384", "ec-p521", "dsa-2048"])
  func `apksigner accepts a block made here, and its own verifies here`(name: String) throws {
    let key = try Corpus.apksig.key(name)
    let certificate = try Corpus.apksig.certificate(name)
    let folder = try TemporaryFolder()
    let kind = String(name.prefix { $0 != "-" }).uppercased()
    // DSA with SHA-256 came with Android 5.0.
    let minimum = kind == "DSA" ? "21" : "18"
    let signed = try Tool.apksigner.run(
      [
        "sign", "--key", Corpus.apksig.path("\(name).pk8"), "--cert",
        Corpus.apksig.path("\(name).x509.pem"),
        "--v1-signing-enabled", "true", "--v2-signing-enabled", "false", "--v3-signing-enabled", "false",
        "--min-sdk-version", minimum, "--v1-signer-name", "ACME", "--out", "out.apk",
        Corpus.apksig.path("original.apk"),
      ], in: folder.path)
    #expect(signed.status == 0, "\(signed.text)")

    try Tool.unzip.run(["-q", "out.apk", "-d", "out"], in: folder.path)
    let signatureFile = try folder.read("out/META-INF/ACME.SF")
    let theirs = try folder.read("out/META-INF/ACME.\(kind)")
    let verdicts = try SignedData(der: theirs).verify(detachedContent: signatureFile)
    #expect(verdicts.map(\.problem) == [nil])
    #expect(verdicts.first?.certificate == certificate)

    let ours = try SignedData.jarSignature(of: signatureFile, key: key, chain: [certificate], hash: .sha256)
    if kind == "RSA" { #expect(ours == theirs) }
    try folder.write("out/META-INF/ACME.\(kind)", ours)
    try Tool.zip.run(["-q", "-X", "../out.apk", "META-INF/ACME.\(kind)"], in: folder.path + "/out")
    let verified = try Tool.apksigner.run(
      ["verify", "--verbose", "--min-sdk-version", minimum, "--max-sdk-version", "23", "out.apk"],
      in: folder.path)
    #expect(verified.status == 0 && verified.text.contains("(JAR signing): true"), "\(verified.text)")
  }
}
