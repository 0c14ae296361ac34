import Releases
import Testing

import struct FoundationEssentials.Date

@testable import AndroidApps

@Suite struct AndroidPolicyTests {
  @Test func `a sound bundle goes to Google Play without a word`() throws {
    #expect(PolicyFixture.findings(try PolicyFixture.facts(), for: .store, onGooglePlay: true).isEmpty)
  }

  @Test(arguments: [Distribution.adHoc, .enterprise])
  func `a sound APK goes anywhere else without a word`(distribution: Distribution) throws {
    #expect(PolicyFixture.findings(try PolicyFixture.facts(.apk), for: distribution).isEmpty)
  }

  @Test(arguments: [
    ("debuggable", "debuggable"), ("test-only", "test-only"),
    ("debuggable-by-reference", "manifest-attribute-unresolved"),
  ])
  func `only debug builds may be debuggable or for tests`(manifest: String, id: String) throws {
    for distribution in Distribution.allCases {
      let finding = PolicyFixture.findings(try PolicyFixture.facts(.apk, manifest), for: distribution)[id]
      #expect(finding?.severity == (distribution == .debug ? nil : .error))
    }
  }

  @Test(arguments: [
    (PackageFormat.aab, Distribution.store, false, Severity?.some(.error)),
    (.aab, .adHoc, false, .error), (.aab, .enterprise, false, .warning),
    (.apk, .store, true, .error), (.apk, .store, false, .warning), (.apk, .enterprise, false, .warning),
    (.apk, .debug, false, nil), (.aab, .debug, false, nil), (.apk, .debug, true, .error),
  ])
  func `Google Play's rules are errors for bundles and on Google Play`(
    format: PackageFormat, distribution: Distribution, onGooglePlay: Bool, severity: Severity?
  ) throws {
    let facts = try PolicyFixture.facts(format, "old-target")
    let findings = PolicyFixture.findings(facts, for: distribution, onGooglePlay: onGooglePlay)
    #expect(findings["target-api-level-low"]?.severity == severity)
  }

  @Test(arguments: [
    // 30 August 2024, 31 August 2024, 2025 and 2026.
    (1_724_976_000.0, 33), (1_725_062_400, 34), (1_756_598_400, 35), (1_788_134_400, 36), (1_900_000_000, 36),
  ])
  func `the target API level rises every 31 August, one lower for small devices`(day: Double, level: Int) {
    let day = Date(timeIntervalSince1970: day)
    #expect(TargetAPILevel.required(for: .handheld, on: day)?.level == level)
    for device in [AndroidManifest.FormFactor.wear, .television, .automotive] {
      #expect(TargetAPILevel.required(for: device, on: day)?.level == level - 1)
    }
  }

  @Test func `says since when and what is asked`() throws {
    let finding = PolicyFixture.findings(try PolicyFixture.facts(.aab, "old-target"), for: .store)[
      "target-api-level-low"]
    #expect(
      finding?.parameters == [
        "target": "28", "required": "36", "since": "2026-08-31",
        "device": "phone and tablet apps",
      ])
    #expect(finding?.explained.store?.says.contains("must target at least API level 36") == true)
  }

  @Test(arguments: [
    (
      ArtifactExpectation(application: "com.example.other"), "android-unexpected-application",
      "com.example.app"
    ),
    (ArtifactExpectation(version: "4.2.1"), "android-unexpected-version", "4.2.0"),
    (ArtifactExpectation(build: "43"), "android-unexpected-build", "42"),
  ])
  func `compares with what is expected`(expectation: ArtifactExpectation, id: String, found: String) throws {
    let facts = try PolicyFixture.facts()
    let finding = PolicyFixture.findings(facts, for: .store, expecting: expectation)[id]
    #expect(finding?.severity == .error)
    #expect(finding?.parameters["found"] == found)
    let met = ArtifactExpectation(application: "com.example.app", version: "4.2.0", build: "42")
    #expect(PolicyFixture.findings(facts, for: .store, expecting: met).isEmpty)
  }

  @Test func `shows the resource in place of a version that is a reference`() throws {
    let finding = PolicyFixture.findings(
      try PolicyFixture.facts(.aab, "version-name-by-reference"), for: .store,
      expecting: ArtifactExpectation(version: "7.8.9"))["android-unexpected-version"]
    #expect(finding?.parameters["found"]?.hasPrefix("@0x7f") == true)
  }

  @Test(arguments: [("armeabi-v7a", "arm64-v8a"), ("armeabi", "arm64-v8a"), ("x86", "x86_64")])
  func `asks for 64-bit code beside 32-bit code`(narrow: String, wide: String) throws {
    let base = try PolicyFixture.facts()
    func findings(_ abis: String...) -> [String: Finding] {
      let facts = AndroidFacts(
        format: .aab, manifest: base.manifest, modules: base.modules,
        nativeLibraries: abis.map { PolicyFixture.library($0) }, signatures: base.signatures)
      return PolicyFixture.findings(facts, for: .store)
    }
    #expect(findings(narrow)["no-64-bit-code"]?.parameters == ["present": narrow, "missing": wide])
    #expect(findings(narrow, wide).isEmpty)
    #expect(findings(wide).isEmpty)
  }

  @Test func `asks for 16 KiB pages in 64-bit libraries`() throws {
    var facts = try PolicyFixture.facts(.apk)
    facts.nativeLibraries = [PolicyFixture.library(dataOffset: 4096, alignment: 4096)]
    for (distribution, onGooglePlay, severity) in [
      (Distribution.store, true, Severity?.some(.error)), (.store, false, .warning),
      (.adHoc, false, .warning),
      (.debug, false, nil),
    ] {
      let findings = PolicyFixture.findings(facts, for: distribution, onGooglePlay: onGooglePlay)
      #expect(findings["native-library-segments-not-16k"]?.severity == severity)
      #expect(findings["native-library-offset-not-16k"]?.severity == severity)
    }
    let before = Date(timeIntervalSince1970: 1_761_955_199)
    #expect(
      PolicyFixture.findings(facts, for: .store, onGooglePlay: true, today: before)[
        "native-library-segments-not-16k"]?.severity == .warning)
    facts.nativeLibraries = [PolicyFixture.library("armeabi-v7a", dataOffset: 4096, alignment: 4096)]
    #expect(
      PolicyFixture.findings(facts, for: .adHoc).keys.allSatisfy { !$0.hasSuffix("-16k") })
  }

  @Test func `asks a bundle for APKs that suit 16 KiB pages`() throws {
    var facts = try PolicyFixture.facts()
    facts.bundle = BundleConfiguration(storesNativeLibraries: true, pageAlignment: 4096)
    #expect(PolicyFixture.findings(facts, for: .store)["bundle-alignment-not-16k"]?.severity == .error)
    facts.nativeLibraries = []
    #expect(PolicyFixture.findings(facts, for: .store).isEmpty)
  }

  @Test(arguments: Distribution.allCases)
  func `a library that devices cannot map stops every distribution`(distribution: Distribution) throws {
    var facts = try PolicyFixture.facts(.apk)
    facts.nativeLibraries = [PolicyFixture.library(isStored: false)]
    #expect(PolicyFixture.findings(facts, for: distribution)["native-library-compressed"]?.severity == .error)
    facts.nativeLibraries = [PolicyFixture.library(dataOffset: 1234)]
    let findings = PolicyFixture.findings(facts, for: distribution)
    #expect(findings["native-library-misaligned"]?.severity == .error)
    #expect(findings["native-library-offset-not-16k"] == nil)
  }

  @Test func `libraries that are extracted may lie anywhere, and stored ones take their size twice`() throws {
    var facts = try PolicyFixture.facts(.apk, "debuggable")
    facts.nativeLibraries = [PolicyFixture.library(isStored: false), PolicyFixture.library(dataOffset: 3)]
    let findings = PolicyFixture.findings(facts, for: .debug)
    #expect(findings["native-libraries-stored-but-extracted"]?.severity == .note)
    #expect(findings["native-library-compressed"] == nil && findings["native-library-misaligned"] == nil)
  }

  @Test func `notes what lies among libraries and is none`() throws {
    var facts = try PolicyFixture.facts(.apk)
    facts.nativeLibraries = [PolicyFixture.library(alignment: nil)]
    #expect(PolicyFixture.findings(facts, for: .adHoc)["native-library-unreadable"]?.severity == .note)
  }

  @Test func `the resource table must be stored and aligned from target 30 on`() throws {
    var facts = try PolicyFixture.facts(.apk)
    facts.resourceTable = .init(isStored: false, dataOffset: 4)
    #expect(PolicyFixture.findings(facts, for: .debug)["resource-table-compressed"]?.severity == .error)
    facts.resourceTable = .init(isStored: true, dataOffset: 6)
    #expect(
      PolicyFixture.findings(facts, for: .debug)["resource-table-misaligned"]?.parameters["offset"] == "6")
    facts.manifest = try PolicyFixture.manifest("old-target")
    #expect(PolicyFixture.findings(facts, for: .debug)["resource-table-misaligned"] == nil)
  }

  @Test(arguments: [
    (PackageFormat.apk, Distribution.store, true, "app-bundle-needed", Severity?.some(.error)),
    (.apk, .store, false, "app-bundle-needed", .warning),
    (.apk, .enterprise, false, "app-bundle-needed", nil),
    (.aab, .store, true, "app-bundle-needed", nil),
    (.aab, .adHoc, false, "app-bundle-not-installable", .warning),
    (.aab, .store, false, "app-bundle-not-installable", nil),
  ])
  func `wants the format of the destination`(
    format: PackageFormat, distribution: Distribution, onGooglePlay: Bool, id: String, severity: Severity?
  ) throws {
    let facts = try PolicyFixture.facts(format)
    let findings = PolicyFixture.findings(facts, for: distribution, onGooglePlay: onGooglePlay)
    #expect(findings[id]?.severity == severity)
  }

  @Test(arguments: [
    (BundleModule.Kind.base, BundleModule.Delivery.installTime, 200 << 20), (.feature, .onDemand, 200 << 20),
    (.assetPack, .fastFollow, 1536 << 20),
  ])
  func `limits what is downloaded of each module`(
    kind: BundleModule.Kind, delivery: BundleModule.Delivery, limit: Int
  ) throws {
    var facts = try PolicyFixture.facts()
    facts.modules = [BundleModule(name: "m", kind: kind, delivery: delivery, downloadSize: limit)]
    #expect(PolicyFixture.findings(facts, for: .store).isEmpty)
    facts.modules[0].downloadSize += 1
    let finding = PolicyFixture.findings(facts, for: .store)["download-too-large"]
    #expect(finding?.severity == .error)
    #expect(finding?.parameters["limit"] == "\(limit >> 20) MB")
  }

  @Test func `limits the whole and what comes later apart, and APKs`() throws {
    var facts = try PolicyFixture.facts()
    facts.modules = (0..<3).map {
      BundleModule(name: "\($0)", kind: .assetPack, delivery: .installTime, downloadSize: 1500 << 20)
    }
    #expect(
      PolicyFixture.findings(facts, for: .store)["download-too-large"]?.location
        == "all modules and packs at installation")
    facts.modules[0].delivery = .onDemand
    #expect(PolicyFixture.findings(facts, for: .store).isEmpty)
    var apk = try PolicyFixture.facts(.apk)
    apk.size = (100 << 20) + 1
    #expect(PolicyFixture.findings(apk, for: .store)["download-too-large"]?.severity == .warning)
    #expect(PolicyFixture.findings(apk, for: .adHoc)["download-too-large"] == nil)
    apk.compressedSize = 100 << 20
    #expect(PolicyFixture.findings(apk, for: .store)["download-too-large"] == nil)
  }

  @Test func `refuses an app built against a preview`() throws {
    let findings = PolicyFixture.findings(try PolicyFixture.facts(.aab, "codename-sdk"), for: .store)
    #expect(findings["preview-sdk"]?.parameters == ["codename": "Tiramisu"])
  }

  @Test(arguments: [
    ("demo.apk", []), ("debuggable.apk", ["debuggable"]), ("test-only.apk", ["test-only"]),
    ("target-sdk-30.apk", ["target-api-level-low"]), ("32-bit-only.apk", ["no-64-bit-code"]),
    ("4k-libs.apk", ["native-library-segments-not-16k"]),
    ("compressed-arsc.apk", ["resource-table-compressed"]),
    ("demo.aab", []), ("debuggable.aab", ["debuggable"]), ("target-sdk-30.aab", ["target-api-level-low"]),
  ])
  func `finds in a package exactly the flaw it is named after`(name: String, ids: [String]) throws {
    var facts = try AndroidFactsTests.facts(name)
    facts.signatures = [
      SignatureFact(scheme: .v2, signer: 1, certificates: [PolicyFixture.certificate()])
    ]
    // Alignment is the signer's work; these are unsigned.
    let aligned: Set<String> = [
      "native-library-misaligned", "resource-table-misaligned", "native-library-offset-not-16k",
    ]
    let found = Set(PolicyFixture.findings(facts, for: .enterprise).keys).subtracting(aligned)
    #expect(found == Set(ids))
  }
}
