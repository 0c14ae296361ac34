/// A pipeline file, resolved: every row a target, defaults merged, every `${{ … }}` replaced.
///
/// Nothing outside the file has been looked at but what it names with `each: { from: }`: keys, credentials and
/// payloads are references still. Paths stand as they were written; ``path(_:)`` takes them from the file's folder.
package struct Pipeline: Equatable, Sendable {
  /// The pipeline file, as it was named.
  package var file: String
  package var name: String
  /// Files of further trust anchors for Apple chains.
  package var trust: [Located<String>]
  package var release: ReleaseMode
  package var keyStore: KeyStoreDeclaration?
  package var lock: LockMode
  /// The values that stood for `inputs.NAME`.
  package var inputs: [String: String]
  /// In the file's order, as are the credentials and targets; names are unique in each.
  package var keys: [KeyDeclaration]
  package var credentials: [CredentialDeclaration]
  package var targets: [Target]

  package init(
    file: String, name: String, trust: [Located<String>] = [], release: ReleaseMode = .together,
    keyStore: KeyStoreDeclaration? = nil, lock: LockMode = .optional, inputs: [String: String] = [:],
    keys: [KeyDeclaration] = [],
    credentials: [CredentialDeclaration] = [], targets: [Target]
  ) {
    self.file = file
    self.name = name
    self.trust = trust
    self.release = release
    self.keyStore = keyStore
    self.lock = lock
    self.inputs = inputs
    self.keys = keys
    self.credentials = credentials
    self.targets = targets
  }

  /// The folder of the pipeline file, `.` for a bare file name.
  package var directory: String { Pipeline.directory(of: file) }

  /// A path that the file names, taken from the file's folder; an absolute one stays.
  package func path(_ written: String) -> String { Pipeline.path(written, from: directory) }

  static func directory(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  static func path(_ written: String, from directory: String) -> String {
    if written.hasPrefix("/") || directory == "." { return written }
    return directory.hasSuffix("/") ? directory + written : "\(directory)/\(written)"
  }
}

/// When deliveries start.
package enum ReleaseMode: String, CaseIterable, Sendable {
  /// When every target of the run is verified.
  case together
  /// Each target's when that target is verified.
  case independent
}

/// What a missing `slipway.lock` means.
package enum LockMode: String, CaseIterable, Sendable {
  /// A warning, where keys of a key store are used.
  case optional
  /// Nothing runs that goes to a store, to devices or to a company.
  case required
}

/// `key-store:`, the folder of shared keys and credentials.
package struct KeyStoreDeclaration: Equatable, Sendable {
  package var path: Located<String>
  /// The fingerprint of the store's first writer, the root of its trust.
  package var trust: Located<String>?

  package init(path: Located<String>, trust: Located<String>? = nil) {
    self.path = path
    self.trust = trust
  }
}
