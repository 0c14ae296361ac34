import Testing

/// Payloads that are no app, are damaged, or mean harm.
@Suite struct PayloadTests {
  private static func payload(
    _ name: String, _ file: String, _ says: [String], status: Int32 = 65,
    prepare: @escaping @Sendable (Place) throws -> Void = { _ in }
  ) -> BadInput {
    BadInput(name, status, [file] + says, prepare: prepare) { $0.payload = file }
  }

  /// demo.apk with one more entry.
  private static func demo(with entry: SampleArchive.Entry, in place: Place) throws -> [UInt8] {
    var entries = ["AndroidManifest.xml", "classes.dex", "resources.arsc"].compactMap { name in
      (try? Packed.contents(of: name, in: place.path("demo.apk"))).map {
        SampleArchive.Entry(name: name, data: $0)
      }
    }
    entries.append(entry)
    return SampleArchive.zip(entries)
  }

  static let inputs = [
    payload(
      "a ZIP without an app", "not-an-app.zip", ["is not an app and holds none", "Give an .apk, .aab, .ipa"]),
    payload("a text", "app.apk", ["is no archive that Slipway reads", "Give a ZIP-based package"]) {
      try $0.write("app.apk", "hello\n")
    },
    payload("nothing at all", "app.apk", ["is no archive"]) { try $0.write("app.apk", "") },
    payload("a keystore", "good.p12", ["is no archive"]),
    payload(
      "an .ipa without an app", "app.ipa",
      ["There is no Payload/*.app in ", "that the build made"]
    ) {
      try $0.write("app.ipa", SampleArchive.zip([SampleArchive.Entry(name: "Demo.app/Info.plist")]))
    },
    payload(
      "an .ipa with two apps", "app.ipa",
      ["has several apps: Payload/A.app, Payload/B.app.", "Give the one that is meant"]
    ) {
      let entries = ["Payload/A.app/Info.plist", "Payload/B.app/Info.plist"]
      try $0.write("app.ipa", SampleArchive.zip(entries.map { SampleArchive.Entry(name: $0) }))
    },
    payload(
      "an archive of Xcode's without an app", "x.xcarchive", ["There is no Products/Applications/*.app in "]
    ) {
      try $0.write("x.xcarchive/Products/Applications/Demo.app", "")
    },
    payload("an empty folder", "folder", ["is not an app and holds none"]) {
      try $0.write("folder/readme", "")
    },
    payload(
      "a folder with two apps", "folder", ["holds several apps: a.apk, b.apk", "Give the one that is meant"]
    ) {
      try $0.write("folder/a.apk", $0.bytes("demo.apk"))
      try $0.write("folder/b.apk", $0.bytes("partner.apk"))
    },
    payload(
      "a truncated package", "truncated.apk",
      ["is damaged: the end of central directory record", "it was cut off"]),
    payload(
      "a lying central directory", "lying-central-directory.apk",
      ["is damaged: the local file header at offset 0"]),
    payload("an entry named ../x", "escaping-entry.apk", ["The entry ../x of ", "leads out of the archive"]),
    payload(
      "an entry that is there twice", "duplicate-entry.apk", ["has more than one entry AndroidManifest.xml"]),
    payload(
      "a wrong checksum", "wrong-crc.apk",
      ["The entry lib/arm64-v8a/libdemo.so of ", "does not decompress to"]),
    payload(
      "4 GiB of zeros in an entry", "app.apk",
      ["The entry assets/zeros of ", "would expand to 4128000001 bytes"]
    ) {
      let zeros = SampleArchive.Entry(
        name: "assets/zeros", method: 8, data: SampleArchive.deflatedZeros, size: SampleArchive.zeros,
        crc32: 0)
      try $0.write("app.apk", demo(with: zeros, in: $0))
    },
    payload(
      "4 GiB of zeros that claim to be 1,000", "app.apk",
      ["The entry assets/zeros of ", "does not decompress to"]
    ) {
      let zeros = SampleArchive.Entry(
        name: "assets/zeros", method: 8, data: SampleArchive.deflatedZeros, size: 1000, crc32: 0)
      try $0.write("app.apk", demo(with: zeros, in: $0))
    },
    payload(
      "4 GiB of zeros as the manifest", "app.apk", ["The entry AndroidManifest.xml of ", "would expand to"]
    ) {
      let zeros = SampleArchive.Entry(
        name: "AndroidManifest.xml", method: 8, data: SampleArchive.deflatedZeros, size: SampleArchive.zeros)
      try $0.write("app.apk", SampleArchive.zip([zeros]))
    },
    payload("4 GiB of zeros in a .zip", "app.zip", ["The entry app.apk of ", "would expand to"]) {
      let zeros = SampleArchive.Entry(
        name: "app.apk", method: 8, data: SampleArchive.deflatedZeros, size: SampleArchive.zeros)
      try $0.write("app.zip", SampleArchive.zip([zeros]))
    },
    payload("4 GiB of zeros in a .tar.gz", "app.tar.gz", ["The entry app.apk of ", "would expand to"]) {
      try $0.write("app.tar.gz", SampleArchive.gzippedTar(holding: "app.apk"))
    },
    payload("4 GiB of zeros in a .tar.zst", "app.tar.zst", ["The entry app.apk of ", "would expand to"]) {
      try $0.write("app.tar.zst", SampleArchive.zstandardTar(holding: "app.apk"))
    },
    payload("another app than the target's", "partner.apk", ["com.example.partner"], status: 1),
    payload(
      "a debuggable app", "debuggable.apk", ["com.example.demo is debuggable", "Google Play says"], status: 1),
    payload(
      "a test-only app", "test-only.apk", ["is marked android:testOnly", "Google Play says"], status: 1),
    BadInput("a format that was not asked for", 65, ["is an apk, but app asks for aab", "Build the aab"]) {
      $0.target = "package: { format: aab }"
    },
  ]

  @Test(arguments: inputs) func `is refused with one sentence`(_ input: BadInput) async throws {
    try await input.check(in: Place())
  }

  /// The single verbs say the same of the same file.
  @Test(arguments: [
    ("truncated.apk", "it was cut off"), ("lying-central-directory.apk", "is damaged"),
    ("escaping-entry.apk", "The entry ../x of "), ("duplicate-entry.apk", "has more than one entry"),
  ])
  func `is not signed by itself`(_ file: String, _ says: String) async throws {
    let command = [
      "sign", file, "--output", "out/signed.apk", "--keystore", "good.p12", "--password-env",
      "STORE_PASSWORD",
    ]
    let input = BadInput(file, 65, [file, says], command: command) { try $0.write("out/.keep", "") }
    let place = try Place()
    try input.prepare(place)
    let ending = try await place.run(command)
    #expect(ending.status == 65 && ending.text.contains(says), "\(ending.text)")
    #expect(place.files(in: "out") == [".keep"])
  }

  /// All rows of one pipeline, so that hundreds of files cost one process.
  private func rows(_ files: [[UInt8]], in place: Place) throws -> PipelineText {
    var table = "id\n"
    for (index, bytes) in files.enumerated() {
      try place.write("cut/\(index).apk", bytes)
      table += "\(index)\n"
    }
    try place.write("rows.csv", table)
    var pipeline = PipelineText()
    pipeline.payload = "cut/${{ each.id }}.apk"
    pipeline.target =
      "each: { from: rows.csv, name: id }\n    sign: { key: main }\n    output: \"out/${{ each.id }}\""
    pipeline.deliver = "- directory: { path: \"dist/${{ each.id }}\" }"
    return pipeline
  }

  @Test func `a package that was cut anywhere is refused`() async throws {
    let place = try Place()
    let whole = try place.bytes("demo.apk")
    let cuts = (0..<whole.count).filter { $0 % 61 == 0 || $0 > whole.count - 60 }
    try place.write("p.yaml", rows(cuts.map { Array(whole[..<$0]) }, in: place).text)
    let traces = Traces(of: place)
    let ending = try await place.run(["run", "p.yaml"])
    #expect(ending.status == 65)
    #expect(ending.problems.count == cuts.count)
    try traces.check(ending)
  }

  @Test func `a package with a turned bit is refused, or whole`() async throws {
    let place = try Place()
    let whole = try place.bytes("demo.apk")
    let mutants = stride(from: 0, to: whole.count, by: 41).map { offset in
      var mutant = whole
      mutant[offset] ^= 1 << UInt8(offset % 8)
      return mutant
    }
    var pipeline = try rows(mutants, in: place)
    pipeline.deliver = "[]"
    try place.write(
      "p.yaml", pipeline.text.replacing("    deliver:\n      []", with: "    deliver: []"))
    let ending = try await place.run(["run", "p.yaml", "--only", "app/*", "--keep-going"])
    #expect([1, 65].contains(ending.status), "\(ending.text)")
    #expect(!ending.text.contains("does not know"))
    #expect(ending.hasRemedies)
    try Traces(of: place).checkNothingTemporary()
  }
}
