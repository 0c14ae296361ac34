import Testing

@testable import AndroidApps

@Suite struct ManifestTests {
  @Test func `reads everything a release says`() throws {
    let manifest = try AndroidManifest(binaryXML: ManifestFixture.binary("release"))
    #expect(manifest.applicationID == "com.example.app")
    #expect(manifest.versionName == "4.2.0")
    #expect(manifest.versionCode == 42)
    #expect(manifest.minSDK == 24)
    #expect(manifest.targetSDK == 36)
    #expect(!manifest.isDebuggable && !manifest.isTestOnly && !manifest.usesSDKCodename && manifest.hasCode)
    #expect(manifest.extractNativeLibs == false)
    #expect(manifest.targetSandboxVersion == 1)
    #expect(
      manifest.permissions == [
        .init(name: "android.permission.INTERNET", maxSDK: nil),
        .init(name: "android.permission.WRITE_EXTERNAL_STORAGE", maxSDK: 28),
        .init(name: "android.permission.CAMERA", maxSDK: nil),
      ])
    #expect(manifest.features == [.init(name: "android.hardware.camera", isRequired: false)])
    #expect(manifest.formFactor == .handheld)
    #expect(manifest.references.isEmpty)
  }

  @Test(arguments: ManifestFixture.names)
  func `says the same in binary and in proto XML`(name: String) throws {
    let binary = try AndroidManifest(binaryXML: ManifestFixture.binary(name))
    let proto = try AndroidManifest(protoXML: ManifestFixture.proto(name))
    #expect(binary == proto)
  }

  @Test(arguments: ["debuggable", "test-only", "codename-sdk", "television"])
  func `finds what a fixture is named after`(name: String) throws {
    func flags(_ name: String) throws -> [String: Bool] {
      let manifest = try AndroidManifest(binaryXML: ManifestFixture.binary(name))
      return [
        "debuggable": manifest.isDebuggable, "test-only": manifest.isTestOnly,
        "codename-sdk": manifest.usesSDKCodename, "television": manifest.hasTelevisionLauncher,
      ]
    }
    #expect(try flags(name).filter(\.value).map(\.key) == [name])
    #expect(try flags("release").values.allSatisfy { !$0 })
  }

  @Test(arguments: [
    ("wear", AndroidManifest.FormFactor.wear), ("television", .television), ("automotive", .automotive),
    ("television-not-required", .handheld), ("release", .handheld),
  ])
  func `tells the kind of device by the features required`(
    name: String, device: AndroidManifest.FormFactor
  ) throws {
    #expect(try AndroidManifest(binaryXML: ManifestFixture.binary(name)).formFactor == device)
  }

  @Test(arguments: [
    ("release", 24, 36), ("without-uses-sdk", 1, 1), ("without-target-sdk", 26, 26), ("codename-sdk", 30, 32),
    ("old-target", 16, 28),
  ])
  func `reads SDK versions, also by codename`(name: String, minSDK: Int, targetSDK: Int) throws {
    let manifest = try AndroidManifest(binaryXML: ManifestFixture.binary(name))
    #expect(manifest.minSDK == minSDK)
    #expect(manifest.targetSDK == targetSDK)
  }

  @Test(arguments: [
    ("version-code-with-major", Int64(3) << 32 | 7, "1"), ("version-code-hexadecimal", 4095, "1.10"),
  ])
  func `reads version codes of 64 bits and in hexadecimal`(name: String, code: Int64, version: String) throws
  {
    let manifest = try AndroidManifest(binaryXML: ManifestFixture.binary(name))
    #expect(manifest.versionCode == code)
    #expect(manifest.versionName == version)
  }

  @Test func `notes references instead of guessing`() throws {
    let debuggable = try AndroidManifest(binaryXML: ManifestFixture.binary("debuggable-by-reference"))
    #expect(!debuggable.isDebuggable)
    #expect(debuggable.references.map(\.attribute) == ["android:debuggable"])
    let version = try AndroidManifest(protoXML: ManifestFixture.proto("version-name-by-reference"))
    #expect(version.versionName == nil)
    #expect(version.references.map(\.attribute) == ["android:versionName"])
    #expect(version.references.first?.resource.hasPrefix("@0x7f") == true)
  }

  @Test(arguments: [
    ("A", 1), ("C", 2), ("Donut", 3), ("N", 23), ("NotReal", 23), ("Tiramisu", 32), ("W", 35),
    ("Baklava", 35),
    ("CinnamonBun", 36),
  ])
  func `counts codenames as the version before them`(codename: String, level: Int) {
    #expect(PlatformVersion.level(ofCodename: codename) == level)
  }

  @Test(arguments: ["", "lower", "9", "é"])
  func `takes nothing else for a codename`(codename: String) {
    #expect(PlatformVersion.level(ofCodename: codename) == nil)
  }
}
