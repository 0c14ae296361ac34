import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import Releases
import Synchronization
import Testing

@testable import AndroidApps

/// JAR signatures that hold, and that readers of JARs take differently.
struct JarSignatureFlawTests {
  private static let identity = Result {
    try SigningIdentity.made(PrivateKey.generateRSA(bits: 2048), name: "app")
  }
  private static let other = Result {
    try SigningIdentity.made(PrivateKey.generateEC(curve: "P-256"), name: "other", subject: "Other")
  }

  private static func directory(_ bytes: [UInt8]) throws -> ZipDirectory {
    try ZipDirectory(reading: MemorySource(bytes))
  }

  private static func verify(_ bytes: [UInt8]) throws -> AndroidVerification {
    try AndroidVerifier.verify(
      MemorySource(bytes), name: "test.apk", minSDK: 18, maxSDK: 29, workers: Workers(limit: 1))
  }

  private static func block(_ file: String, by identity: SigningIdentity) throws -> [UInt8] {
    try SignedData.jarSignature(
      of: Array(file.utf8), key: identity.key, chain: identity.chain, hash: .sha256)
  }

  /// `demo.apk` with a signature over a manifest that is edited before it is signed.
  ///
  /// - Parameter files: more entries, which the manifest lists.
  private static func signed(
    adding files: [(String, [UInt8])] = [], alsoSigned names: [String] = [],
    manifest edit: (String) -> String = { $0 }, signatureFile editFile: (String) -> String = { $0 }
  ) throws -> [UInt8] {
    let demo = try ZipDirectory(reading: FileSource(path: Repository.androidFixture("demo.apk")))
    let unsigned = try PackageEditing.package(demo, adding: files)
    var manifest = "Manifest-Version: 1.0\r\n\r\n"
    var file = ""
    for entry in try directory(unsigned).entries where !entry.isDirectory {
      let contents = try directory(unsigned).contents(of: entry, limit: 4 << 20)
      manifest +=
        "Name: \(entry.name)\r\nSHA-256-Digest: \(Base64.encode(Digest.hash(.sha256, contents)))\r\n\r\n"
      file += "Name: \(entry.name)\r\nSHA-256-Digest: \(Base64.encode([]))\r\n\r\n"
    }
    for name in names { file += "Name: \(name)\r\nSHA-256-Digest: \(Base64.encode([]))\r\n\r\n" }
    manifest = edit(manifest)
    let digest = Base64.encode(Digest.hash(.sha256, Array(manifest.utf8)))
    file = editFile("Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: \(digest)\r\n\r\n" + file)
    return try PackageEditing.package(
      directory(unsigned),
      adding: [
        ("META-INF/MANIFEST.MF", Array(manifest.utf8)), ("META-INF/APP.SF", Array(file.utf8)),
        ("META-INF/APP.RSA", block(file, by: identity.get())),
      ])
  }

  @Test func `what the table starts from verifies`() throws {
    let result = try Self.verify(Self.signed())
    #expect(result.verified && result.findings.isEmpty, "\(result.findings)")
  }

  /// The manifest or the signature file, edited and then signed.
  static let texts: [(flaw: String, id: String, manifest: Bool, find: String, replacement: String)] = [
    (
      "two-digests-in-a-section", "jar-sig-repeated-attribute", true, "Name: classes.dex\r\n",
      "Name: classes.dex\r\nSHA-256-Digest: AAAA\r\n"
    ),
    (
      "name-not-first", "jar-sig-name-not-first", true, "Name: classes.dex\r\n",
      "Comment: x\r\nName: classes.dex\r\n"
    ),
    (
      "two-names-in-a-section", "jar-sig-repeated-attribute", true, "Name: classes.dex\r\n",
      "Name: classes.dex\r\nname: other.dex\r\n"
    ),
    (
      "two-schemes-attributes", "jar-sig-repeated-attribute", false, "\r\n\r\n",
      "\r\nX-Android-APK-Signed: 7\r\nX-Android-APK-Signed: 2\r\n\r\n"
    ),
    (
      "nul-in-manifest", "jar-sig-nul-in-file", true, "Manifest-Version: 1.0",
      "Manifest-Version: 1.0\r\nBuilt-By: a\u{0}b"
    ),
    (
      "nul-in-signature-file", "jar-sig-nul-in-file", false, "Version: 1.0",
      "Version: 1.0\r\nBuilt-By: a\u{0}b"
    ),
    (
      "stripped-scheme", "jar-sig-missing-apk-sig-referenced", false, "\r\n\r\n",
      "\r\nX-Android-APK-Signed: 2,\u{301}3 ,3\r\n\r\n"
    ),
    (
      "section-without-name", "jar-sig-unnnamed-manifest-section", true, "Name: classes.dex",
      "Nome: classes.dex"
    ),
  ]

  @Test(arguments: texts.indices)
  func `a text that readers take differently is refused`(index: Int) throws {
    let row = Self.texts[index]
    func edit(_ text: String) -> String {
      text.replacing(row.find, with: row.replacement, maxReplacements: 1)
    }
    let bytes = try row.manifest ? Self.signed(manifest: edit) : Self.signed(signatureFile: edit)
    let result = try Self.verify(bytes)
    #expect(!result.verified)
    #expect(result.findings.map(\.id).contains(row.id), "\(row.flaw): \(result.findings)")
  }

  /// To Swift an accented letter is one text however it is spelt; to Android these are two entries.
  @Test func `a digest for another spelling of a name is none`() throws {
    let bytes = try Self.signed(
      adding: [("assets/\u{e9}", [1])], alsoSigned: ["assets/e\u{301}"],
      manifest: { $0.replacing("assets/\u{e9}", with: "assets/e\u{301}") })
    let result = try Self.verify(bytes)
    #expect(!result.verified)
    #expect(result.findings.map(\.id).contains("jar-sig-missing-zip-entry-referenced-in-manifest"))
  }

  /// U+0600 joins the dot behind it into one character of Swift's.
  @Test func `a signer whose name ends in a joining character is a signer`() throws {
    let bytes = try Self.signed()
    let file = "Signature-Version: 1.0\r\n\r\n"
    let more = try PackageEditing.package(
      Self.directory(bytes),
      adding: [
        ("META-INF/A\u{600}.SF", Array(file.utf8)),
        ("META-INF/A\u{600}.EC", Self.block(file, by: Self.other.get())),
      ])
    #expect(try Self.verify(more).findings.map(\.id).contains("jar-sig-ignored-signer"))
  }

  @Test func `a second block for a signature file is refused`() throws {
    let bytes = try Self.signed()
    let file = try Self.directory(bytes).contents(
      of: #require(Self.directory(bytes).entry(named: "META-INF/APP.SF")), limit: 1 << 20)
    let second = try SignedData.jarSignature(
      of: file, key: Self.other.get().key, chain: Self.other.get().chain, hash: .sha256)
    let more = try PackageEditing.package(Self.directory(bytes), adding: [("META-INF/APP.EC", second)])
    #expect(try Self.verify(more).findings.map(\.id) == ["jar-sig-several-blocks-for-one-file"])
  }

  @Test func `a signer of nothing is refused`() throws {
    let bytes = try Self.signed()
    let file = "Signature-Version: 1.0\r\n\r\n"
    let more = try PackageEditing.package(
      Self.directory(bytes),
      adding: [
        ("META-INF/AAA.SF", Array(file.utf8)), ("META-INF/AAA.EC", Self.block(file, by: Self.other.get())),
      ])
    let result = try Self.verify(more)
    #expect(!result.verified)
    #expect(result.findings.filter { $0.severity == .error }.map(\.id) == ["jar-sig-ignored-signer"])
    #expect(Set(result.signatures.flatMap(\.certificates).map(\.subject)) == ["O=Acme,CN=Release"])
  }

  @Test(arguments: [
    ("META-INF/evil.rsa", true), ("META-INF/manifest.mf", true), ("META-INF/EVIL.Sf", true),
    ("META-INF/evil.RSA", false), ("META-INF/services/evil.rsa", false), ("META-INF/notes.txt", false),
  ])
  func `signature files are told by upper case`(name: String, isRefused: Bool) throws {
    let more = try PackageEditing.package(Self.directory(Self.signed()), adding: [(name, [1])])
    let result = try Self.verify(more)
    #expect(result.findings.map(\.id).contains("jar-sig-file-name-case") == isRefused)
    #expect(result.verified == !isRefused, "\(result.findings)")
  }

  /// Small entries are read by themselves, larger ones go by with the file's windows of a mebibyte.
  @Test(arguments: [100, 5000, 2_500_000])
  func `a stored entry that was damaged is told from one that was changed`(size: Int) throws {
    let name = "assets/a.bin"
    var bytes = try Self.signed(adding: [(name, [UInt8](repeating: 7, count: size))])
    let range = try Self.directory(bytes).dataRange(of: #require(Self.directory(bytes).entry(named: name)))
    #expect(try Self.verify(bytes).verified)
    bytes[range.lowerBound + size / 2] ^= 1
    let damaged = try Self.verify(bytes)
    #expect(damaged.findings.map(\.id) == ["zip-entry-corrupt"])
    #expect(damaged.findings.first?.parameters["entry"] == name)

    var checksum = CRC32()
    bytes[range].withUnsafeBytes { checksum.update($0) }
    let places = try PackageEditing.places(of: name, in: bytes)
    PackageEditing.put(Int(checksum.value), 4, at: places.central + 16, in: &bytes)
    PackageEditing.put(Int(checksum.value), 4, at: places.local + 14, in: &bytes)
    let changed = try Self.verify(bytes)
    #expect(changed.findings.map(\.id) == ["jar-sig-zip-entry-digest-did-not-verify"])
    #expect(changed.findings.first?.parameters["entry"] == name)
  }

  @Test func `a stored entry is read once, with the rest of the file`() throws {
    let bytes = try Self.signed(adding: [("assets/a.bin", [UInt8](repeating: 7, count: 2_500_000))])
    let source = MeteredSource(bytes)
    let result = try AndroidVerifier.verify(source, minSDK: 18, maxSDK: 29, workers: Workers(limit: 1))
    #expect(result.verified)
    #expect((bytes.count..<bytes.count + 500_000).contains(source.bytesRead))
  }

  /// Bytes that know how many of them were read.
  private final class MeteredSource: ByteSource {
    private let bytes: MemorySource
    private let meter = Mutex(0)

    init(_ bytes: [UInt8]) {
      self.bytes = MemorySource(bytes)
    }

    var count: Int { bytes.count }
    var bytesRead: Int { meter.withLock { $0 } }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
      meter.withLock { $0 += buffer.count }
      try bytes.read(at: offset, into: buffer)
    }
  }
}
