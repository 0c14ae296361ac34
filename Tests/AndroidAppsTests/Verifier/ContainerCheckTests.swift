import Archives
import Bytes
import Credentials
import Cryptography
import Releases
import Testing

@testable import AndroidApps

/// Packages whose signatures hold, and that two readers see differently or that hold what nobody signed.
struct ContainerCheckTests {
  typealias Edit = @Sendable (inout [UInt8]) throws -> Void

  /// A package named after its flaw, and the findings that it must have and no others.
  struct Case: Sendable, CustomTestStringConvertible {
    let flaw: String
    let ids: [String]
    let edit: Edit

    init(_ flaw: String, _ ids: String..., edit: @escaping Edit) {
      (self.flaw, self.ids, self.edit) = (flaw, ids, edit)
    }

    var testDescription: String { flaw }
  }

  private static let identity = Result {
    try SigningIdentity.made(PrivateKey.generateEC(curve: "P-256"))
  }
  private static let extra = "META-INF/aa/bb"
  /// What comes with a rename: the manifest lists the old name.
  private static let missing = "jar-sig-missing-zip-entry-referenced-in-manifest"

  private static func field(
    _ offset: Int, _ width: Int, of entry: String = "classes.dex", local: Bool, _ value: Int
  ) -> Edit {
    { bytes in
      let places = try PackageEditing.places(of: entry, in: bytes)
      PackageEditing.put(value, width, at: (local ? places.local : places.central) + offset, in: &bytes)
    }
  }

  private static func both(_ first: @escaping Edit, _ second: @escaping Edit) -> Edit {
    { bytes in
      try first(&bytes)
      try second(&bytes)
    }
  }

  private static func atDirectory(_ added: [UInt8]) -> Edit {
    { bytes in
      let place = try ZipDirectory(reading: MemorySource(bytes)).centralDirectory.lowerBound
      try PackageEditing.insert(added, at: place, in: &bytes)
    }
  }

  private static func behindDirectory(_ added: [UInt8], isInside: Bool) -> Edit {
    { bytes in
      let directory = try ZipDirectory(reading: MemorySource(bytes))
      bytes.insert(contentsOf: added, at: directory.centralDirectory.upperBound)
      let size = directory.centralDirectory.count + (isInside ? added.count : 0)
      PackageEditing.put(size, 4, at: directory.endRecordOffset + added.count + 12, in: &bytes)
    }
  }

  private static func comment(_ comment: [UInt8]) -> Edit {
    { bytes in
      PackageEditing.put(comment.count, 2, at: bytes.count - 2, in: &bytes)
      bytes += comment
    }
  }

  private static let endRecord: [UInt8] = [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 18)
  private static let namelessHeader: [UInt8] = [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 40)

  /// What v1 alone does not cover, so that the signature still holds.
  static let v1Cases: [Case] = [
    Case("local-name-differs.apk", "zip-local-header-disagrees", edit: field(30, 1, local: true, 0x43)),
    Case("local-header-elsewhere.apk", "zip-local-header-disagrees", edit: field(0, 1, local: true, 0x51)),
    Case("local-checksum-differs.apk", "zip-local-header-disagrees", edit: field(14, 4, local: true, 7)),
    Case(
      "local-compressed-size-differs.apk", "zip-local-header-disagrees", edit: field(18, 4, local: true, 7)),
    Case("local-size-differs.apk", "zip-local-header-disagrees", edit: field(22, 4, local: true, 7)),
    Case("local-name-too-long.apk", "zip-local-header-disagrees", edit: field(26, 2, local: true, 0xffff)),
    Case("local-method-differs.apk", "zip-compression-method-disagrees", edit: field(8, 2, local: true, 0)),
    Case(
      "weird-compression-method.apk", "zip-unusual-compression-method",
      edit: both(field(8, 2, local: true, 93), field(10, 2, local: false, 93))),
    Case(
      "no-data-descriptor.apk", "zip-local-header-disagrees",
      edit: both(field(6, 2, local: true, 0x0808), field(8, 2, local: false, 0x0808))),
    Case(
      "data-descriptor-only-local.apk", "zip-local-header-disagrees", edit: field(6, 2, local: true, 0x0808)),
    Case("encrypted-entry.apk", "zip-encrypted-entry", edit: field(8, 2, local: false, 0x0801)),
    Case("encrypted-by-local-header.apk", "zip-encrypted-entry", edit: field(6, 2, local: true, 0x0801)),
    Case(
      "wrong-crc.apk", "zip-entry-corrupt",
      edit: both(field(14, 4, local: true, 7), field(16, 4, local: false, 7))),
    Case(
      "wrong-manifest-crc.apk", "zip-entry-corrupt",
      edit: both(
        field(14, 4, of: "META-INF/MANIFEST.MF", local: true, 7),
        field(16, 4, of: "META-INF/MANIFEST.MF", local: false, 7))),
    Case(
      "escaping-entry.apk", "zip-escaping-entry", missing,
      edit: { try PackageEditing.rename(extra, to: Array("META-INF/../bb".utf8), in: &$0) }),
    Case(
      "line-break-in-name.apk", "zip-malformed-entry-name", missing,
      edit: { try PackageEditing.rename(extra, to: Array("META-INF/aa\nbb".utf8), in: &$0) }),
    Case(
      "name-not-utf8.apk", "zip-malformed-entry-name", missing,
      edit: { try PackageEditing.rename(extra, to: Array("META-INF/aa/b".utf8) + [0xff], in: &$0) }),
    Case(
      "duplicate-entry.apk", "zip-duplicate-entry", "jar-sig-duplicate-zip-entry",
      edit: { try PackageEditing.rename(extra, to: Array("META-INF/aa/cc".utf8), in: &$0) }),
    Case(
      "extra-field-of-32-kib.apk", "zip-local-header-too-long",
      edit: { bytes in
        let (_, local) = try PackageEditing.places(of: "classes.dex", in: bytes)
        try PackageEditing.insert([UInt8](repeating: 0, count: 0x8000), at: local + 30 + 11, in: &bytes)
        PackageEditing.put(0x8000, 2, at: local + 28, in: &bytes)
      }),
    Case("bytes-between-entries.apk", "zip-unsigned-bytes", edit: atDirectory(Array("anything".utf8))),
    Case("zeros-between-entries.apk", edit: atDirectory([UInt8](repeating: 0, count: 50))),
    Case("gap-of-the-gradle-plugin.apk", edit: atDirectory(namelessHeader)),
    Case(
      "code-behind-a-nameless-header.apk", "zip-unsigned-bytes", edit: atDirectory(namelessHeader + [1])),
    Case(
      "uncounted-directory-bytes.apk", "zip-uncounted-directory-bytes",
      edit: behindDirectory([1, 2, 3], isInside: true)),
    Case(
      "bytes-before-end-record.apk", "zip-bytes-before-end-record",
      edit: behindDirectory([1, 2, 3], isInside: false)),
    Case("end-record-in-comment.apk", "zip-several-end-records", edit: comment(endRecord + [0])),
    Case("comment.apk", edit: comment(Array("a comment".utf8))),
    Case(
      "end-record-around-the-last.apk", "zip-several-end-records",
      edit: { bytes in
        try atDirectory(endRecord)(&bytes)
        let place = try ZipDirectory(reading: MemorySource(bytes)).centralDirectory.lowerBound
        PackageEditing.put(bytes.count - place, 2, at: place - 2, in: &bytes)
      }),
    Case("archive-within-the-archive.apk", "zip-unsigned-bytes", edit: atDirectory(endRecord + [0])),
  ]

  @Test(arguments: v1Cases)
  func `a package signed with v1`(_ flawed: Case) throws {
    // The app targets a newer level, which takes more than v1.
    try check(flawed, [.v1], maxSDK: 29)
  }

  /// What v2 does not cover: the signing block alone.
  static let v2Cases: [Case] = [
    Case(
      "unknown-pair.apk", "apk-sig-block-unknown-entry-id",
      edit: { try PackageEditing.addPairs([(0x7777_7777, Array("channel".utf8))], in: &$0) }),
    Case(
      "block-in-a-pair.apk", "signing-block-hides-another",
      edit: { bytes in
        let hidden = SigningBlock.bytes(of: [(SigningBlock.ID.v2, [1, 2, 3])])
        try PackageEditing.addPairs([(SigningBlock.ID.padding, hidden)], in: &bytes)
      }),
    Case(
      "two-v2-blocks.apk", "signing-block-several-of-one-scheme",
      edit: { try PackageEditing.addPairs([(SigningBlock.ID.v2, [1, 2, 3])], in: &$0) }),
    Case(
      "two-v31-blocks.apk", "signing-block-several-of-one-scheme",
      edit: { bytes in
        let pair = (SigningBlock.ID.v31, [UInt8]())
        try PackageEditing.addPairs([pair, pair], in: &bytes)
      }),
  ]

  @Test(arguments: v2Cases)
  func `a package signed with v2`(_ flawed: Case) throws {
    // v3.1 is asked about by newer levels alone.
    try check(flawed, [.v2], minSDK: 24, maxSDK: 32)
  }

  private func check(
    _ flawed: Case, _ schemes: Set<SignatureScheme>, minSDK: Int = 18, maxSDK: Int? = nil
  ) throws {
    var bytes = try PackageEditing.signed(
      schemes, by: Self.identity.get(), adding: [(Self.extra, [1]), ("META-INF/aa/cc", [2])])
    let sound = try verify(bytes, minSDK, maxSDK)
    let baseline = sound.findings.map(\.id)
    try #require(Set(baseline).isSubset(of: ["jar-sig-unprotected-zip-entry"]))
    try flawed.edit(&bytes)
    let result = try verify(bytes, minSDK, maxSDK)
    let found = Set(result.findings.map(\.id)).subtracting(baseline)
    #expect(found == Set(flawed.ids).subtracting(baseline))
    #expect(result.verified == !result.findings.contains { $0.severity == .error })
    for finding in result.findings { #expect(!finding.explained.message.contains("{"), "\(finding.id)") }
  }

  private func verify(_ bytes: [UInt8], _ minSDK: Int, _ maxSDK: Int?) throws -> AndroidVerification {
    try AndroidVerifier.verify(
      MemorySource(bytes), name: "test.apk", minSDK: minSDK, maxSDK: maxSDK, workers: Workers(limit: 1))
  }

  /// Whoever holds the key can make such a file, and whoever gets it can change the entry.
  @Test func `an entry in the signing block is refused`() throws {
    var bytes = try PackageEditing.signed([.v2], by: Self.identity.get())
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let entry = try #require(directory.entry(named: "classes.dex"))
    let local = entry.headerOffset
    let record = bytes[local..<local + 30 + 11 + entry.compressedSize + 64]
    try PackageEditing.addPairs([(0x7777_7777, Array(record))], in: &bytes)
    let block = try #require(try SigningBlock(in: ZipDirectory(reading: MemorySource(bytes))))
    let hidden = try #require(block.value(of: 0x7777_7777))
    let (central, _) = try PackageEditing.places(of: "classes.dex", in: bytes)
    PackageEditing.put(hidden.offset, 4, at: central + 42, in: &bytes)
    let result = try verify(bytes, 24, nil)
    #expect(!result.verified)
    #expect(result.findings.map(\.id).contains("zip-entry-in-signing-block"))
  }

  @Test(arguments: [("AndroidManifest.xml", 2_016_310_387), ("classes.dex", 2_016_310_387)])
  func `an absurd size is refused and not allocated`(entry: String, size: Int) throws {
    var bytes = try PackageEditing.signed([.v1], by: Self.identity.get())
    try Self.field(24, 4, of: entry, local: false, size)(&bytes)
    try Self.field(22, 4, of: entry, local: true, size)(&bytes)
    let package = bytes
    #expect(throws: AndroidError.self) { try verify(package, 18, nil) }
  }
}
