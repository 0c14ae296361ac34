import Pipelines
package import Releases

/// Tells from a folder's files which apps it builds.
///
/// It looks at names, and into the few files that say an app's id; it runs nothing and guesses no secrets.
package enum Recognition {
  /// The apps of a folder, at most one for each platform and module.
  ///
  /// - Parameters:
  ///   - paths: What ``FolderListing`` gives, from the folder, sorted.
  ///   - read: The text of a file, nil when it cannot be read.
  package static func apps(in paths: [String], read: (String) -> String?) -> [RecognisedApp] {
    let project = flutter(paths, read) ?? cordova(paths, read) ?? gradle(paths, read)
    return (project ?? []) + xcode(paths, read) + (project == nil ? packages(paths) : [])
  }

  /// By platform, the keystore of a folder that its releases may be signed with; none where there are several, or where
  /// it has a name that would have to be quoted.
  package static func keystores(in paths: [String]) -> [Platform: String] {
    func only(_ extensions: [String]) -> String? {
      let found = paths.filter { path in
        let name = path.split(separator: "/").last ?? ""
        return extensions.contains { name.lowercased().hasSuffix($0) }
          && !name.lowercased().hasPrefix("debug.")
      }
      guard found.count == 1, found[0].wholeMatch(of: /[A-Za-z][A-Za-z0-9._\/-]*/) != nil else { return nil }
      return found[0]
    }
    return [Platform.android: only([".jks", ".keystore"]), .ios: only([".p12", ".pfx"])].compactMapValues {
      $0
    }
  }

  private static func flutter(_ paths: [String], _ read: (String) -> String?) -> [RecognisedApp]? {
    guard paths.contains("pubspec.yaml"), let pubspec = read("pubspec.yaml"), pubspec.contains("flutter")
    else {
      return nil
    }
    var apps: [RecognisedApp] = []
    if let script = gradleScript(of: "android/app", in: paths) {
      apps.append(
        RecognisedApp(
          origin: "Flutter", name: "android", platform: .android, application: applicationID(read(script)),
          build: ["flutter", "build", "appbundle"], payload: "build/app/outputs/bundle/release/*.aab"))
    }
    if paths.contains(where: { $0.hasPrefix("ios/") }), !paths.contains(where: { $0.hasSuffix(".xcarchive") })
    {
      apps.append(
        RecognisedApp(
          origin: "Flutter", name: "ios", platform: .ios, payload: "build/ios/archive/Runner.xcarchive"))
    }
    return apps.isEmpty ? nil : apps
  }

  private static func cordova(_ paths: [String], _ read: (String) -> String?) -> [RecognisedApp]? {
    guard paths.contains("config.xml"), let config = read("config.xml"), config.contains("<widget") else {
      return nil
    }
    let id = config.firstMatch(of: /<widget\b[^>]*?\sid\s*=\s*["']([^"']+)["']/).map { String($0.1) }
    var apps = [
      RecognisedApp(
        origin: "Cordova", name: "android", platform: .android, application: checked(id),
        build: ["cordova", "build", "android", "--release", "--", "--packageType=bundle"],
        payload: "platforms/android/app/build/outputs/bundle/release/*.aab")
    ]
    if config.contains("name=\"ios\""), !paths.contains(where: { $0.hasSuffix(".xcarchive") }) {
      apps.append(
        RecognisedApp(
          origin: "Cordova", name: "ios", platform: .ios, application: checked(id),
          payload: "platforms/ios/build/*.xcarchive"))
    }
    return apps
  }

  private static func gradle(_ paths: [String], _ read: (String) -> String?) -> [RecognisedApp]? {
    let scripts = paths.filter { $0.hasSuffix("/build.gradle") || $0.hasSuffix("/build.gradle.kts") }
    let apps = scripts.compactMap { script -> RecognisedApp? in
      guard let text = read(script),
        text.contains("com.android.application") || text.contains("applicationId")
      else { return nil }
      let module = script.split(separator: "/").dropLast().joined(separator: "/")
      let task = ":" + module.replacing("/", with: ":") + ":bundleRelease"
      return RecognisedApp(
        origin: "Gradle", name: targetName(module), platform: .android, application: applicationID(text),
        build: [paths.contains("gradlew") ? "./gradlew" : "gradle", task],
        payload: "\(module)/build/outputs/bundle/release/*.aab")
    }
    return apps.isEmpty ? nil : apps
  }

  /// Archives that Xcode made: the folder itself is what Slipway takes.
  private static func xcode(_ paths: [String], _ read: (String) -> String?) -> [RecognisedApp] {
    paths.filter { $0.hasSuffix(".xcarchive") || $0.hasSuffix(".ipa") }.map { path in
      let list = path.hasSuffix(".ipa") ? nil : read("\(path)/Info.plist")
      let id = list?.firstMatch(of: /<key>CFBundleIdentifier<\/key>\s*<string>([^<]+)<\/string>/).map {
        String($0.1)
      }
      return RecognisedApp(
        origin: "Xcode", name: targetName(path), platform: .ios, application: checked(id),
        payload: pattern(for: path))
    }
  }

  /// Packages that lie there, for want of a project that makes them.
  private static func packages(_ paths: [String]) -> [RecognisedApp] {
    paths.compactMap { path in
      guard let dot = path.lastIndex(of: "."),
        let format = PackageFormat(rawValue: path[dot...].dropFirst().lowercased()),
        format != .ipa
      else { return nil }
      let isDebug = path.lowercased().contains("debug")
      return RecognisedApp(
        origin: format.rawValue, name: targetName(path), platform: format.platform,
        distribution: isDebug ? .debug : .store, payload: pattern(for: path))
    }
  }

  /// The pattern of one path, in which neither a wildcard nor a `${{` means anything.
  private static func pattern(for path: String) -> String {
    Glob.escaped(path).replacing("${{", with: "[$]{{")
  }

  private static func gradleScript(of module: String, in paths: [String]) -> String? {
    ["\(module)/build.gradle", "\(module)/build.gradle.kts"].first(where: paths.contains)
  }

  /// `applicationId "com.acme.app"`, `applicationId = 'com.acme.app'`, or the namespace that stands for it.
  private static func applicationID(_ script: String?) -> String? {
    guard let script else { return nil }
    let id =
      script.firstMatch(of: /\bapplicationId\s*=?\s*["']([^"']+)["']/)
      ?? script.firstMatch(of: /\bnamespace\s*=?\s*["']([^"']+)["']/)
    return checked(id.map { String($0.1) })
  }

  /// An id that a pipeline file takes as it is.
  private static func checked(_ id: String?) -> String? {
    guard let id, id.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+/) != nil else { return nil }
    return id
  }

  /// The last component of a path without its extension, in the letters that a target's name may have.
  private static func targetName(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? "app"
    if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
    let plain = name.lowercased().map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let trimmed = String(plain.drop { $0 == "-" }.prefix(60))
    return trimmed.isEmpty || trimmed == "default" || trimmed.hasPrefix("x-") ? "app" : trimmed
  }
}
