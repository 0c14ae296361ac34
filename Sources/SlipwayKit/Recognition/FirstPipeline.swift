import Bytes
package import Releases

/// The pipeline file that `slipway init` writes: short, complete, and with a comment wherever something is to be
/// filled in.
package enum FirstPipeline {
  /// The text of the file, which `slipway check` takes as it is.
  ///
  /// - Parameters:
  ///   - name: The pipeline's name, such as the folder's.
  ///   - apps: What was recognised; when empty, a target to be filled in is written.
  ///   - keystores: By platform, the path of the one that was recognised; one to be filled in is written for others.
  package static func text(
    name: String, apps: [RecognisedApp], keystores: [Platform: String] = [:]
  ) -> String {
    let apps =
      apps.isEmpty
      ? [
        RecognisedApp(
          origin: "nothing was recognised: fill this in", name: "app", platform: .android, payload: "app.aab")
      ] : apps
    let platforms = Platform.allCases.filter { platform in
      apps.contains { $0.platform == platform && $0.distribution.needsDistributionKey }
    }
    var lines = [
      "# yaml-language-server: $schema=slipway.schema.json",
      "# `slipway check` reads this file, `slipway plan` shows what a run would do, `slipway run` does it.",
      "slipway: 1", "name: \(quoted(name))",
    ]
    if !platforms.isEmpty {
      lines.append(
        "lock: required".padded(to: 39) + "# `slipway lock` writes which key signs what; commit slipway.lock")
    }
    lines.append("")
    if platforms.contains(where: { keystores[$0] == nil }) {
      lines += [
        "# Instead of files, a key store that a team shares: `slipway keys init` makes one and says what to write here for",
        "# keys:, `slipway keys generate` makes a key in it, `slipway keys add` puts one in.",
      ]
    }
    if !platforms.isEmpty { lines.append("keys:") }
    for platform in platforms { lines += key(for: platform, keystore: keystores[platform]) + [""] }
    lines.append("targets:")
    var names: Set<String> = []
    for app in apps {
      var name = app.name
      var number = 2
      while !names.insert(name).inserted {
        name = "\(app.name)-\(number)"
        number += 1
      }
      lines += target(app, name: name) + [""]
    }
    return lines.dropLast().joined(separator: "\n") + "\n"
  }

  /// Writes the file.
  ///
  /// - Throws: ``Failure`` when there is one, for an existing pipeline is never replaced; ``BytesError``.
  package static func write(_ text: String, to path: String) throws {
    do {
      let file = try AtomicFile(path: path)
      try file.write(Array(text.utf8))
      try file.commitNew(durable: false)
    } catch BytesError.exists {
      throw Failure(
        .didNotPass, "\(path) is there already, and was left as it is.",
        remedy: "Write another with --output FILE, or remove it first.")
    }
  }

  private static func key(for platform: Platform, keystore: String?) -> [String] {
    let variable = platform.rawValue.uppercased()
    var lines = [
      "  \(platform.rawValue)-distribution:",
      "    platform: \(platform.rawValue)",
      "    purpose: distribution",
      "    default: true                      # signs every \(platform.rawValue) target that names no other key",
      "    keystore: \(keystore ?? "secrets/\(platform.rawValue).p12")".padded(to: 39)
        + "# or { env: NAME } that holds it in base64",
      "    password: { env: \(variable)_KEY_PASSWORD }",
    ]
    if platform.isApple { lines.append("    profiles: [secrets/app.mobileprovision]") }
    return lines
  }

  private static func target(_ app: RecognisedApp, name: String) -> [String] {
    var lines = [
      "  \(name):".padded(to: 39) + "# \(app.origin)",
      "    platform: \(app.platform.rawValue)",
      "    distribution: \(app.distribution.rawValue)",
    ]
    if let application = app.application {
      lines.append("    application: \(application)")
    } else if app.distribution.needsDistributionKey {
      lines.append("    application: com.example.app       # fill in: the app's id")
    }
    if let build = app.build {
      lines += [
        "    build:",
        "      run: [\(build.map(quoted).joined(separator: ", "))]",
        "      env: { PATH: inherit, HOME: inherit, JAVA_HOME: inherit, ANDROID_HOME: inherit }",
      ]
    }
    lines.append("    payload: \(quoted(app.payload))")
    if app.distribution.needsDistributionKey { lines.append("    sign: { key: default }") }
    lines += ["    deliver:", "      - directory: { path: dist }"]
    return lines
  }

  /// A YAML scalar that is this text whatever it holds; without quotes when these are plainly not needed.
  private static func quoted(_ text: String) -> String {
    if text.wholeMatch(of: /[A-Za-z.][A-Za-z0-9._\/-]*/) != nil,
      !["true", "false", "null"].contains(text.lowercased())
    {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): quoted += "?"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension String {
  /// The text with spaces behind it, so that what follows begins in that column.
  fileprivate func padded(to column: Int) -> String {
    self + String(repeating: " ", count: max(1, column - count))
  }
}
