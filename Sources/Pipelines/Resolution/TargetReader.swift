import Releases

/// Reads one resolved target, and checks what only shows when defaults and rows are in place.
struct TargetReader {
  let name: String
  let position: Position
  let row: Row?
  let fields: Fields
  let surroundings: Surroundings
  let credentials: [CredentialDeclaration]
  /// Where the file says that the key store is.
  let storePath: String?
  var diagnostics = DiagnosticList()

  init(
    name: String, position: Position, row: Row?, fields: Fields, surroundings: Surroundings,
    credentials: [CredentialDeclaration], storePath: String?
  ) {
    self.name = name
    self.position = position
    self.row = row
    self.fields = fields
    self.surroundings = surroundings
    self.credentials = credentials
    self.storePath = storePath
  }

  /// Nil when it lacks what every target needs.
  mutating func target() -> Target? {
    for word in ["platform", "distribution", "payload"] where fields.value(word) == nil {
      diagnostics.add(.missingInTarget(word, target: name), at: position)
    }
    guard let platform = fields.choice("platform", of: Platform.self),
      let distribution = fields.choice("distribution", of: Distribution.self),
      let payload = fields.text("payload")
    else { return nil }
    let application = fields.text("application")
    if application == nil, distribution.value.needsDistributionKey {
      diagnostics.add(
        .applicationNeeded(target: name, distribution: distribution.value.rawValue), at: position)
    }
    checkGlob(payload)
    return Target(
      name: name, position: position, row: row?.position, platform: platform.value,
      distribution: distribution,
      application: application, expect: expectation(), build: build(), payload: payload,
      package: package(platform: platform.value), sign: sign(distribution.value, platform: platform.value),
      accept: accepted(),
      archives: archives(), attach: attachments(),
      output: fields.text("output") ?? Located("out", at: position),
      deliver: fields.value("deliver")?.items.compactMap {
        destination($0, platform: platform.value, distribution: distribution.value)
      } ?? [],
      push: push())
  }

  private func expectation() -> Expectation {
    guard let fields = fields.record("expect") else { return Expectation() }
    let certificate = fields.text("certificate").map {
      Located($0.value.lowercased().filter { $0 != ":" }, at: $0.position)
    }
    return Expectation(version: fields.text("version"), build: fields.text("build"), certificate: certificate)
  }

  private mutating func build() -> BuildDeclaration? {
    guard let fields = fields.record("build") else { return nil }
    guard let run = fields.texts("run") else {
      diagnostics.add(.missingWord("run", in: "build"), at: fields.position)
      return nil
    }
    let inputs = fields.texts("inputs")
    for input in inputs ?? [] { checkGlob(input) }
    let environment = fields.members(of: "env").compactMap { member in
      Fields.text(member.value).map { text in
        EnvironmentVariable(
          name: member.key, value: text.value == "inherit" ? .inherit : .text(text.value),
          position: member.position)
      }
    }
    return BuildDeclaration(
      position: fields.position, run: run.map(\.value), inputs: inputs, environment: environment,
      timeout: fields.text("timeout").flatMap { TargetReader.seconds($0.value) })
  }

  /// The seconds of `90s`, `30m` or `2h`.
  static func seconds(_ text: String) -> Int? {
    guard let unit = text.last, let factor = ["s": 1, "m": 60, "h": 3600][unit],
      let count = Int(text.dropLast())
    else { return nil }
    return count * factor
  }

  private mutating func package(platform: Platform) -> PackageDeclaration {
    guard let fields = fields.record("package") else { return PackageDeclaration() }
    let format = fields.choice("format", of: PackageFormat.self)
    if let format, !format.value.platform.sharesKeys(with: platform) {
      diagnostics.add(
        .formatOfOtherPlatform(format: format.value.rawValue, platform: platform.rawValue),
        at: format.position)
    }
    let alignment: PackageDeclaration.Alignment? = fields.text("alignment").map { text in
      fields.integer("alignment").map { .pages($0) } ?? (text.value == "preserve" ? .preserve : .pages(16384))
    }
    let edit = fields.record("edit")
    if let edit, !platform.isApple {
      diagnostics.add(.wordOfOtherPlatform("edit", platform: platform.rawValue), at: edit.position)
    }
    if let symbols = fields.value("symbols"), platform != .ios {
      diagnostics.add(.wordOfOtherPlatform("symbols", platform: platform.rawValue), at: symbols.position)
    }
    return PackageDeclaration(
      format: format, alignment: alignment, compression: fields.integer("compression"),
      edit: PackageDeclaration.Edit(
        bundleID: edit?.text("bundle-id")?.value, version: edit?.text("version")?.value,
        build: edit?.text("build")?.value, name: edit?.text("name")?.value),
      symbols: fields.boolean("symbols") ?? true)
  }

  private mutating func sign(_ distribution: Distribution, platform: Platform) -> SignDeclaration {
    let sign = fields.record("sign")
    let hasHardenedRuntime = sign?.boolean("hardened-runtime") ?? false
    if hasHardenedRuntime, !platform.isApple, let position = sign?.value("hardened-runtime")?.position {
      diagnostics.add(.wordOfOtherPlatform("hardened-runtime", platform: platform.rawValue), at: position)
    }
    let written = sign?.text("key").map { [$0] } ?? sign?.texts("key") ?? []
    let keys = written.map {
      KeyReference($0.value == "default" ? .byDefault : .named($0.value), at: $0.position)
    }
    if row != nil {
      for key in keys where key.choice == .byDefault {
        diagnostics.add(.defaultKeyUnderEach, at: key.position)
      }
      if keys.isEmpty, distribution.needsDistributionKey {
        diagnostics.add(.defaultKeyUnderEach, at: sign?.position ?? position)
      }
    }
    for (index, key) in keys.enumerated() where keys[..<index].contains(where: { $0.choice == key.choice }) {
      diagnostics.add(.duplicateItem(written[index].value), at: key.position)
    }
    let entitlements = sign?.members(of: "entitlements").compactMap { member in
      Fields.text(member.value).map { text in
        let source: EntitlementsDeclaration.Source =
          text.value == "payload" ? .payload : text.value == "profile" ? .profile : .file(text.value)
        return EntitlementsDeclaration(bundleID: member.key, source: source, position: member.position)
      }
    }
    return SignDeclaration(
      position: sign?.position ?? position, keys: keys,
      schemes: sign?.texts("schemes")?.compactMap { SignDeclaration.AndroidScheme(rawValue: $0.value) },
      minSDK: sign?.integer("min-sdk"), entitlements: entitlements ?? [],
      hasHardenedRuntime: hasHardenedRuntime)
  }

  private mutating func accepted() -> [AcceptedFinding] {
    (fields.record("verify")?.members(of: "accept") ?? []).compactMap { member in
      if !surroundings.mayAccept(member.key) {
        diagnostics.add(.findingNeverAccepted(member.key), at: member.position)
      } else if !surroundings.findings.isEmpty, !surroundings.findings.contains(member.key) {
        let nearest = Nearest.word(to: member.key, among: surroundings.findings)
        diagnostics.add(.unknownFinding(member.key, nearest: nearest), at: member.position)
      }
      return Fields.text(member.value).map {
        AcceptedFinding(id: member.key, reason: $0.value, position: member.position)
      }
    }
  }

  private func archives() -> [ArchiveDeclaration] {
    fields.members(of: "archives").compactMap { member in
      let fields = Fields(member.value)
      return fields.text("from").map {
        ArchiveDeclaration(
          name: member.key, from: $0, format: fields.choice("format")?.value ?? .tarZst,
          position: member.position)
      }
    }
  }

  private mutating func attachments() -> [AttachmentDeclaration] {
    let attachments = fields.members(of: "attach").compactMap { member in
      Fields.text(member.value).map {
        AttachmentDeclaration(name: member.key, path: $0, position: member.position)
      }
    }
    for attachment in attachments { checkGlob(attachment.path) }
    return attachments
  }

  private mutating func push() -> [Located<String>] {
    let names = fields.texts("push") ?? []
    for name in names { checkCredential(name, for: "push") }
    return names
  }

  private mutating func checkGlob(_ pattern: Located<String>) {
    if Glob(pattern.value) == nil { diagnostics.add(.badGlob(pattern.value), at: pattern.position) }
  }
}
