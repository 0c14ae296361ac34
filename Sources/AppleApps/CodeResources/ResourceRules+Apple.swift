import PropertyLists

/// How a bundle keeps its files.
package enum ResourceLayout: Sendable {
  /// Resources beside the executable, as in everything for iOS; code inside is sealed file by file.
  case flat
  /// Everything under `Contents`, where the seal begins, with resources in `Resources`; code inside is sealed by its own
  /// signature.
  case macOS
}

extension ResourceRules {
  /// What Apple's tools seal in a flat bundle by the rules of version 2.
  package static let flat = apple(version2(resources: ""))
  /// What Apple's tools seal in a flat bundle by the rules of version 1.
  package static let flatVersion1 = apple(
    version1(resources: "").merging(["^.*": .boolean(true)]) { first, _ in first })
  /// What Apple's tools seal in a bundle of macOS by the rules of version 2.
  package static let macOS = apple(
    version2(resources: "Resources/").merging([
      "^[^/]+$": rule(weight: 10, "nested"),
      "^(Frameworks|SharedFrameworks|PlugIns|Plug-ins|XPCServices|Helpers|MacOS|Library/(Automator|Spotlight|LoginItems))/":
        rule(weight: 10, "nested"),
      "^Resources/": rule(weight: 20),
    ]) { first, _ in first })
  /// What Apple's tools seal in a bundle of macOS by the rules of version 1.
  package static let macOSVersion1 = apple(
    version1(resources: "Resources/").merging(["^Resources/": .boolean(true)]) { first, _ in first })

  /// Security, `bundlediskrep.cpp`.
  private static func version1(resources: String) -> [String: PropertyList] {
    localizations(resources).merging(["^version.plist$": .boolean(true)]) { first, _ in first }
  }

  private static func version2(resources: String) -> [String: PropertyList] {
    localizations(resources).merging([
      "^.*": .boolean(true),
      #".*\.dSYM($|/)"#: rule(weight: 11),
      #"^(.*/)?\.DS_Store$"#: rule(weight: 2000, "omit"),
      #"^Info\.plist$"#: rule(weight: 20, "omit"),
      #"^version\.plist$"#: rule(weight: 20),
      #"^embedded\.provisionprofile$"#: rule(weight: 20),
      "^PkgInfo$": rule(weight: 20, "omit"),
    ]) { first, _ in first }
  }

  private static func localizations(_ resources: String) -> [String: PropertyList] {
    [
      #"^\#(resources).*\.lproj/"#: rule(weight: 1000, "optional"),
      #"^\#(resources)Base\.lproj/"#: rule(weight: 1010),
      #"^\#(resources).*\.lproj/locversion.plist$"#: rule(weight: 1100, "omit"),
    ]
  }

  private static func rule(weight: Double, _ flag: String? = nil) -> PropertyList {
    var rule: [String: PropertyList] = ["weight": .real(weight)]
    if let flag { rule[flag] = .boolean(true) }
    return .dictionary(rule)
  }

  private static func apple(_ rules: [String: PropertyList]) -> ResourceRules {
    do throws(AppleError) {
      return try ResourceRules(.dictionary(rules), field: "rules", file: "")
    } catch {
      preconditionFailure("Apple's rules do not compile: \(error)")
    }
  }
}
