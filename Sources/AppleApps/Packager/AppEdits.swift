import PropertyLists

/// What of an app is to be changed before it is signed; a part that is nil stays as it is.
///
/// Only `Info.plist` files change, and of those only what has to.
///
/// **The identifier.** Every bundle whose identifier is the app's, or begins with it and a dot, keeps what is behind it
/// under the new one; that is every extension, app clip and watch app, and those of the frameworks and resource bundles
/// that are named so. With them changes every string in their `Info.plist` files, at any depth, that is one of the old
/// identifiers and nothing more: `WKCompanionAppBundleIdentifier`, `WKAppBundleIdentifier`, or a URL type that is named
/// after the app. URL types, Siri intents, activity types, background tasks and document types are left alone unless they
/// are exactly that, since code knows them by their names; and so are keys, names of files and names for people, whatever
/// they are. What lies in other files, or in code, is not known and stays. The identifiers in
/// entitlements, an app clip's parent among them, are in signatures: ``applied(to:of:)``.
///
/// **Version and build.** The app and everything in it that runs as a process of its own, since the App Store wants them
/// equal; whoever has none gets one. Frameworks keep theirs.
///
/// **The name.** The app's own, under its icon; extensions and watch apps keep theirs.
package struct AppEdits: Equatable, Sendable {
  /// `CFBundleIdentifier`.
  package var bundleID: String?
  /// `CFBundleShortVersionString`: one to three whole numbers with dots between them.
  package var version: String?
  /// `CFBundleVersion`, of the same form.
  package var build: String?
  /// `CFBundleDisplayName`.
  package var name: String?

  package init(
    bundleID: String? = nil, version: String? = nil, build: String? = nil, name: String? = nil
  ) {
    self.bundleID = bundleID
    self.version = version
    self.build = build
    self.name = name
  }

  /// Whether nothing is to be changed.
  package var isEmpty: Bool { self == AppEdits() }

  /// The app with the edits made, in the app and in everything in it that refers to what was changed.
  ///
  /// An `Info.plist` that changes keeps its form, XML or binary, and every value that is not edited; all other files
  /// keep their bytes. Signatures are then void, and the app has to be signed anew.
  ///
  /// A new name is refused where the app has another in some language, or on some device: people would not see the
  /// new one. The translations are not overwritten, because one name is no translation of it into thirty languages. An
  /// app all of whose translations are the new name already is taken.
  ///
  /// - Returns: the app over an ``EditedTree``, or the same when nothing changes.
  /// - Throws: ``AppleError/cannotEdit(_:)`` for values that are malformed, and for an app that would contradict itself
  ///   afterwards; ``AppleError`` for files that cannot be read. Nothing is changed then.
  package func applied(to contents: AppContents) throws(AppleError) -> AppContents {
    guard !isEmpty else { return contents }
    try checkValues()
    let changes = try identifierChanges(in: contents)
    if let name {
      for translated in try TranslatedName.all(of: contents.app, in: contents.tree)
      where translated.value != name {
        throw .cannotEdit(
          .overridden(file: translated.file, key: translated.key, value: translated.value))
      }
    }
    var tree = EditedTree(contents.tree)
    let items = Dictionary(tree.items.map { ($0.path, $0) }) { first, _ in first }
    let bundles = try contents.bundles.map { (bundle) throws(AppleError) -> AppBundle in
      let list = changes?.applied(to: bundle.info) ?? bundle.info
      guard var info = list.dictionary else { return bundle }
      for (key, value) in values(for: bundle, isApp: bundle.path == contents.app.path) {
        try Self.checkVariants(of: key, value: value, in: info, file: bundle.infoPath)
        info[key] = .string(value)
      }
      // By their bytes: values that are equal to Swift may differ in Unicode normalisation.
      let edited = PropertyList.dictionary(info).encoded(as: bundle.infoFormat)
      guard edited != bundle.info.encoded(as: bundle.infoFormat) else { return bundle }
      tree.replace(bundle.infoPath, with: edited)
      return try AppBundle(at: bundle.path, kind: bundle.kind, in: tree, items: items) ?? bundle
    }
    return tree.changedPaths.isEmpty ? contents : AppContents(contents, bundles: bundles, in: tree)
  }

  /// The facts of the app as it is after the edits, with the new identifiers in the entitlements that its code carries:
  /// what an app, an app clip and the app around it are called there.
  ///
  /// Code is not changed until it is signed, and its old signature says what it may do under the old identifier. With
  /// these facts an ``AppleSigningPlan`` keeps that under the new one. Groups and containers, whatever they are named
  /// after, are registered with Apple one by one and stay as they are.
  ///
  /// - Parameters:
  ///   - facts: of what ``applied(to:)`` returned.
  ///   - contents: what ``applied(to:)`` was given.
  /// - Throws: as ``applied(to:)``.
  package func applied(to facts: AppleFacts, of contents: AppContents) throws(AppleError) -> AppleFacts {
    guard let changes = try identifierChanges(in: contents) else { return facts }
    var facts = facts
    for index in facts.bundles.indices {
      facts.bundles[index].code?.architectures.mapInPlace { architecture in
        guard let carried = architecture.signature?.entitlements else { return }
        architecture.signature?.entitlements = changes.applied(toEntitlements: carried)
      }
    }
    return facts
  }

  private func identifierChanges(in contents: AppContents) throws(AppleError) -> IdentifierChanges? {
    guard let bundleID else { return nil }
    return try IdentifierChanges(to: bundleID, in: contents)
  }

  /// What a bundle's `Info.plist` is to say, apart from identifiers.
  private func values(for bundle: AppBundle, isApp: Bool) -> [(key: String, value: String)] {
    var values: [(key: String, value: String)] = []
    if bundle.kind.isProcess {
      if let version { values.append((InfoKey.version, version)) }
      if let build { values.append((InfoKey.build, build)) }
    }
    if isApp, let name { values.append((InfoKey.name, name)) }
    return values
  }

  private func checkValues() throws(AppleError) {
    if let bundleID, !Self.isIdentifier(bundleID) { throw .cannotEdit(.malformedIdentifier(bundleID)) }
    if let version, !Self.isVersion(version) { throw .cannotEdit(.malformedVersion(version)) }
    if let build, !Self.isVersion(build) { throw .cannotEdit(.malformedBuild(build)) }
    if let name, !Self.isName(name) { throw .cannotEdit(.malformedName(name)) }
  }

  private static func checkVariants(
    of key: String, value: String, in info: [String: PropertyList], file: String
  ) throws(AppleError) {
    for (other, stated) in info.sorted(by: { $0.key < $1.key })
    where InfoKey.isVariant(other, of: key) && stated != .string(value) {
      throw .cannotEdit(.overridden(file: file, key: other, value: stated.string ?? ""))
    }
  }

  /// Apple's documentation of `CFBundleIdentifier`: letters and digits of ASCII, hyphens and periods.
  private static func isIdentifier(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  private static func isVersion(_ text: String) -> Bool {
    DottedVersion(text).map { $0.parts.count <= 3 } ?? false
  }

  /// What XML can hold and a screen can show on a line.
  private static func isName(_ text: String) -> Bool {
    let isShown = text.unicodeScalars.contains { !$0.properties.isWhitespace }
    return isShown
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !scalar.properties.isNoncharacterCodePoint
        }
      }
  }
}

extension AppContents {
  /// The same app with some of its bundles' `Info.plist` files rewritten.
  fileprivate init(_ original: AppContents, bundles: [AppBundle], in tree: EditedTree) {
    self.tree = tree
    self.bundles = bundles
    app = bundles.first { $0.path == original.app.path } ?? original.app
    looseCode = original.looseCode
    staticLibraries = original.staticLibraries
  }
}

extension MutableCollection {
  fileprivate mutating func mapInPlace(_ change: (inout Element) -> Void) {
    var index = startIndex
    while index != endIndex {
      change(&self[index])
      formIndex(after: &index)
    }
  }
}
