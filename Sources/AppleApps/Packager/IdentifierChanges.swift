import PropertyLists

/// What the identifiers of an app's bundles become when the app gets another: the part behind the app's own stays.
struct IdentifierChanges {
  /// By the identifiers that there are.
  private let renamed: [String: String]

  /// - Throws: ``AppleError/cannotEdit(_:)`` when the bundles of the app, as it is, do not belong together, or when a
  ///   bundle that keeps its identifier has one of the new ones.
  init(to identifier: String, in contents: AppContents) throws(AppleError) {
    guard let old = contents.app.identifier, !old.isEmpty else {
      throw .cannotEdit(.noIdentifier(bundle: contents.app.path))
    }
    // The outer ones first: of two that do not fit, the outer one is the offender.
    let processes = contents.bundles.reversed().filter(\.kind.isProcess)
    for bundle in processes where bundle.path != contents.app.path {
      try Self.checkIdentifier(of: bundle, among: processes)
    }
    try Self.checkReferences(from: processes, to: contents.app)

    var renamed: [String: String] = [:]
    for bundle in contents.bundles {
      guard let own = bundle.identifier, let rest = Self.rest(of: own, behind: old) else { continue }
      renamed[own] = identifier + rest
    }
    let new = Set(renamed.values.map { $0.lowercased() })
    for bundle in contents.bundles {
      guard let own = bundle.identifier, renamed[own] == nil, new.contains(own.lowercased()) else { continue }
      throw .cannotEdit(.identifierTaken(bundle: bundle.path, identifier: own))
    }
    self.renamed = renamed
  }

  /// A value of an `Info.plist` with every string in it that is one of the identifiers made the new one.
  ///
  /// - Parameter key: of the innermost dictionary that the value stands in.
  func applied(to value: PropertyList, under key: String = "") -> PropertyList {
    switch value {
    case .string(let text): InfoKey.holdsName(key) ? value : .string(renamed[text] ?? text)
    case .array(let elements): .array(elements.map { applied(to: $0, under: key) })
    case .dictionary(let entries):
      .dictionary(
        Dictionary(uniqueKeysWithValues: entries.map { ($0.key, applied(to: $0.value, under: $0.key)) }))
    default: value
    }
  }

  /// Entitlements with the new identifiers where they name apps: `ABCDE12345.com.example.app`.
  func applied(toEntitlements entitlements: [String: PropertyList]) -> [String: PropertyList] {
    var entitlements = entitlements
    for key in Self.applicationKeys {
      switch entitlements[key] {
      case .string(let text): entitlements[key] = .string(application(text))
      case .array(let elements):
        entitlements[key] = .array(
          elements.map { element in element.string.map { .string(application($0)) } ?? element })
      default: break
      }
    }
    return entitlements
  }

  /// The entitlements whose values are identifiers of apps behind the prefix of a team.
  private static let applicationKeys = [
    "application-identifier", "com.apple.application-identifier",
    "com.apple.developer.parent-application-identifiers",
    "com.apple.developer.associated-appclip-app-identifiers",
  ]

  private func application(_ text: String) -> String {
    guard let dot = text.firstIndex(of: "."), let new = renamed[String(text[text.index(after: dot)...])]
    else {
      return text
    }
    return text[...dot] + new
  }

  private static func checkIdentifier(
    of bundle: AppBundle, among processes: [AppBundle]
  ) throws(AppleError) {
    guard let own = bundle.identifier, !own.isEmpty else {
      throw .cannotEdit(.noIdentifier(bundle: bundle.path))
    }
    let around = processes.filter { bundle.path.hasPrefix($0.path + "/") }
    guard let parent = around.max(by: { $0.path.utf8.count < $1.path.utf8.count })?.identifier else { return }
    guard let rest = rest(of: own, behind: parent), !rest.isEmpty else {
      throw .cannotEdit(.foreignIdentifier(bundle: bundle.path, identifier: own, parent: parent))
    }
  }

  private static func checkReferences(
    from processes: [AppBundle], to app: AppBundle
  ) throws(AppleError) {
    let watchApps = processes.filter { $0.kind == .watchApp }.compactMap(\.identifier)
    for bundle in processes {
      let attributes = bundle.info["NSExtension"]?["NSExtensionAttributes"]
      if let named = bundle.info[InfoKey.companion]?.string, named != app.identifier {
        throw .cannotEdit(
          .foreignReference(bundle: bundle.path, key: InfoKey.companion, identifier: named))
      }
      if let named = attributes?[InfoKey.watchApp]?.string, !watchApps.contains(named) {
        throw .cannotEdit(
          .foreignReference(bundle: bundle.path, key: InfoKey.watchApp, identifier: named))
      }
    }
  }

  /// What an identifier has behind another, beginning with a dot, or nothing when it is the same; nil when it does not
  /// begin with it.
  ///
  /// By bytes: to a device, identifiers of another case are others.
  private static func rest(of identifier: String, behind parent: String) -> String? {
    guard identifier.utf8.starts(with: parent.utf8) else { return nil }
    let rest = identifier.utf8.dropFirst(parent.utf8.count)
    guard rest.isEmpty || (rest.first == UInt8(ascii: ".") && rest.count > 1) else { return nil }
    return String(decoding: rest, as: UTF8.self)
  }
}
