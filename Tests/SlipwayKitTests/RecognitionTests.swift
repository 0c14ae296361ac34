import FieldTools
import FoundationEssentials
import Pipelines
import Releases
import Testing

@testable import SlipwayKit

/// What `slipway init` recognises and writes.
struct RecognitionTests {
  private func apps(_ files: [String: String]) -> [RecognisedApp] {
    Recognition.apps(in: files.keys.sorted(), read: { files[$0] })
  }

  @Test func `recognises Gradle modules that are apps`() {
    let apps = apps([
      "settings.gradle.kts": "", "gradlew": "", "build.gradle": "",
      "app/build.gradle.kts":
        "plugins { id(\"com.android.application\") }\nandroid { defaultConfig { applicationId = \"com.acme.app\" } }",
      "lib/build.gradle": "apply plugin: 'com.android.library'",
    ])
    #expect(
      apps == [
        RecognisedApp(
          origin: "Gradle", name: "app", platform: .android, application: "com.acme.app",
          build: ["./gradlew", ":app:bundleRelease"], payload: "app/build/outputs/bundle/release/*.aab")
      ])
  }

  @Test func `recognises Flutter before the Gradle project inside it`() {
    let apps = apps([
      "pubspec.yaml": "dependencies:\n  flutter:\n    sdk: flutter\n", "ios/Runner/Info.plist": "",
      "android/app/build.gradle":
        "plugins { id \"com.android.application\" }\nandroid { namespace \"com.acme.flutter\" }",
    ])
    #expect(apps.map(\.origin) == ["Flutter", "Flutter"])
    #expect(apps.map(\.platform) == [.android, .ios])
    #expect(apps.first?.application == "com.acme.flutter")
    #expect(apps.first?.payload == "build/app/outputs/bundle/release/*.aab")
  }

  @Test func `recognises Cordova`() {
    let apps = apps([
      "config.xml":
        "<?xml version='1.0'?>\n<widget version=\"1.0.0\" id=\"com.acme.cordova\">\n<platform name=\"ios\"/></widget>"
    ])
    #expect(apps.map(\.application) == ["com.acme.cordova", "com.acme.cordova"])
    #expect(
      apps.map(\.payload) == [
        "platforms/android/app/build/outputs/bundle/release/*.aab", "platforms/ios/build/*.xcarchive",
      ])
  }

  @Test func `recognises what Xcode made, and packages that lie there`() {
    let apps = apps([
      "build/Acme App.xcarchive": "",
      "build/Acme App.xcarchive/Info.plist": "<key>CFBundleIdentifier</key>\n<string>com.acme.app</string>",
      "release/app-release.aab": "", "debug/app-debug.apk": "",
    ])
    #expect(apps.map(\.name) == ["acme-app", "app-debug", "app-release"])
    #expect(apps.map(\.distribution) == [.store, .debug, .store])
    #expect(apps.first?.application == "com.acme.app")
  }

  @Test(
    arguments: [
      (["app/upload.jks", "app/debug.keystore"], [.android: "app/upload.jks"]),
      (["release.keystore", "ios/dist.p12"], [.android: "release.keystore", .ios: "ios/dist.p12"]),
      (["a.jks", "b.jks"], [:]), (["my key.jks", "${{ x }}.p12", "-.pfx"], [:]),
      (["android/debug.keystore"], [:]),
      ([], [:]),
    ] as [([String], [Platform: String])])
  func `recognises the only keystore for a platform`(_ paths: [String], _ keystores: [Platform: String]) {
    #expect(Recognition.keystores(in: paths) == keystores)
  }

  @Test func `a recognised keystore stands in the file, and without one a key store is spoken of`() {
    let app = RecognisedApp(origin: "Gradle", name: "app", platform: .android, payload: "app.aab")
    let found = FirstPipeline.text(name: "acme", apps: [app], keystores: [.android: "app/upload.jks"])
    #expect(found.contains("keystore: app/upload.jks ") && !found.contains("slipway keys"))
    let none = FirstPipeline.text(name: "acme", apps: [app])
    #expect(none.contains("slipway keys init") && none.contains("lock: required"))
    let debug = RecognisedApp(
      origin: "apk", name: "app", platform: .android, distribution: .debug, payload: "a.apk")
    #expect(!FirstPipeline.text(name: "acme", apps: [debug]).contains("lock:"))
  }

  @Test(arguments: ["com acme", "${evil}", "com.acme.app\n", "nodots", ""]) func `does not take for an id`(
    _ id: String
  ) {
    let apps = apps(["app/build.gradle": "com.android.application\napplicationId '\(id)'"])
    #expect(apps.map(\.application) == [nil])
  }

  @Test(
    arguments: [
      [:], ["app/build.gradle": "com.android.application"],
      ["pubspec.yaml": "flutter", "ios/x": "", "android/app/build.gradle": ""],
      ["config.xml": "<widget id=\"com.acme.app\">"],
      ["a \"b\" ${{ x }}.ipa": "", "default.apk": "", "x-1.apk": "", "é/é.aab": ""],
      ["a/app.apk": "", "b/app.apk": ""], ["debug.apk": ""],
    ] as [[String: String]]) func `writes a file that is in order`(_ files: [String: String]) throws
  {
    let text = FirstPipeline.text(name: "my: \"folder\"", apps: apps(files))
    let pipeline = try Pipeline(
      Array(text.utf8), file: "slipway.yaml", in: Surroundings(readFile: { _ in [] }))
    #expect(pipeline.targets.count >= max(1, apps(files).count))
  }

  @Test func `lists a folder without other people's code, and writes no file over another`() throws {
    let home = try TemporaryFolder()
    let folder = home.path
    try FileManager.default.createDirectory(
      atPath: home.file("build/A.xcarchive/Products"), withIntermediateDirectories: true)
    for path in [
      "app/build.gradle", "node_modules/x/build.gradle", ".git/config", "build/A.xcarchive/Info.plist",
    ] {
      try home.write(path, [])
    }
    #expect(FolderListing.paths(in: folder) == ["app/build.gradle", "build/A.xcarchive"])
    try FirstPipeline.write("a: 1\n", to: folder + "/slipway.yaml")
    #expect(throws: (any Error).self) { try FirstPipeline.write("b: 2\n", to: folder + "/slipway.yaml") }
    #expect(FileManager.default.contents(atPath: folder + "/slipway.yaml") == Data("a: 1\n".utf8))
  }
}
