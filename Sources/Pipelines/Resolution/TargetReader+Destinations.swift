import Releases

extension TargetReader {
  mutating func destination(
    _ value: Value, platform: Platform, distribution: Distribution
  ) -> DestinationDeclaration? {
    guard let member = value.members.first else { return nil }
    let fields = Fields(member.value)
    guard let kind = kind(member.key, fields) else { return nil }
    let destination = DestinationDeclaration(kind, at: member.position)
    let home: Platform? =
      switch kind {
      case .directory, .http: nil
      case .googlePlay: .android
      case .appStoreConnect: .ios
      }
    if let home, !home.sharesKeys(with: platform) {
      diagnostics.add(.wordOfOtherPlatform(member.key, platform: platform.rawValue), at: member.position)
    }
    if let credential = destination.credential { checkCredential(credential, for: member.key) }
    if case .http(let http) = kind { check(http) }
    if let page = member.value.members.first(where: { $0.key == "install-page" }) {
      checkInstallPage(page, platform: platform, distribution: distribution)
    }
    return destination
  }

  private func kind(_ word: String, _ fields: Fields) -> DestinationDeclaration.Kind? {
    switch word {
    case "directory":
      return fields.text("path").map {
        .directory(
          DirectoryDeclaration(
            path: $0, replace: fields.boolean("replace") ?? false, name: fields.text("name"),
            installPage: fields.record("install-page")?.text("url")))
      }
    case "http":
      let headers = fields.members(of: "headers").compactMap { member in
        Fields.text(member.value).map { HTTPHeader(name: member.key, value: $0.value) }
      }
      return fields.text("url").map {
        .http(
          HTTPDeclaration(
            url: $0, credential: fields.text("credential"), headers: headers,
            replace: fields.boolean("replace") ?? false, ca: fields.text("ca"),
            allowHTTP: fields.boolean("allow-http") ?? false,
            patience: fields.text("patience").flatMap { TargetReader.seconds($0.value) },
            attempts: fields.integer("attempts")))
      }
    case "google-play":
      guard let credential = fields.text("credential"), let track = fields.text("track") else { return nil }
      return .googlePlay(
        GooglePlayDeclaration(
          credential: credential, track: track, status: fields.choice("status")?.value ?? .completed,
          rollout: fields.text("rollout").flatMap { Double($0.value.dropLast()) }.map { $0 / 100 },
          notes: notes(fields)))
    case "app-store-connect":
      guard let credential = fields.text("credential") else { return nil }
      return .appStoreConnect(
        AppStoreConnectDeclaration(
          credential: credential, groups: fields.texts("groups")?.map(\.value) ?? [], notes: notes(fields)))
    default: return nil
    }
  }

  private func notes(_ fields: Fields) -> [String: String] {
    let notes = fields.members(of: "notes").compactMap { member in
      Fields.text(member.value).map { (member.key, $0.value) }
    }
    return Dictionary(notes) { first, _ in first }
  }

  /// Whether the credential is there and of a kind that the destination can log in with.
  mutating func checkCredential(_ name: Located<String>, for word: String) {
    guard let credential = credentials.first(where: { $0.name == name.value }) else {
      let stored = surroundings.storedCredentials(storePath)
      guard !stored.contains(name.value) else { return }
      let known = credentials.map(\.name) + stored
      let nearest = Nearest.word(to: name.value, among: known)
      return diagnostics.add(
        .unknownCredential(name.value, nearest: nearest, allowed: known), at: name.position)
    }
    let fits =
      switch (credential.kind, word) {
      case (.bearer, "http"), (.basic, "http"), (.googleServiceAccount, "google-play"),
        (.appStoreConnect, "app-store-connect"), (.apns, "push"), (.fcm, "push"):
        true
      default: false
      }
    if !fits {
      diagnostics.add(
        .credentialOfOtherKind(name.value, kind: credential.kind.word, destination: word), at: name.position)
    }
  }

  /// Devices install from a page only what was signed for them or their company, and only over https.
  private mutating func checkInstallPage(_ page: Member, platform: Platform, distribution: Distribution) {
    let fitting = [Distribution.adHoc, .enterprise]
    if platform != .ios {
      diagnostics.add(.wordOfOtherPlatform(page.key, platform: platform.rawValue), at: page.position)
    } else if !fitting.contains(distribution) {
      diagnostics.add(
        .wordOfOtherDistribution(
          page.key, distribution: distribution.rawValue, fitting: fitting.map(\.rawValue)),
        at: page.position)
    }
    guard let url = Fields(page.value).text("url"), url.value.contains("://") else {
      // An input that has no value yet stands for the whole of it.
      return
    }
    guard let address = WebAddress(url.value), !url.value.contains("?") else {
      return diagnostics.add(.badInstallAddress(url.value), at: url.position)
    }
    if address.hasUser { return diagnostics.add(.literalSecret, at: url.position) }
    if !address.isSecure { diagnostics.add(.installPageNotSecure(host: address.host), at: url.position) }
  }

  /// The address has a host and no password, the credential may go there, and no header carries a secret.
  private mutating func check(_ http: HTTPDeclaration) {
    for header in http.headers
    where ["authorization", "proxy-authorization", "cookie"].contains(header.name.lowercased()) {
      diagnostics.add(.secretHeader(header.name), at: http.url.position)
    }
    guard let address = WebAddress(http.url.value) else {
      return diagnostics.add(.badAddress(http.url.value), at: http.url.position)
    }
    if address.hasUser { return diagnostics.add(.literalSecret, at: http.url.position) }
    if !address.isSecure, !address.isLoopback, !http.allowHTTP {
      diagnostics.add(.addressNotSecure(host: address.host), at: http.url.position)
    }
    guard let name = http.credential, let credential = credentials.first(where: { $0.name == name.value })
    else {
      return
    }
    if !credential.hosts.isEmpty, !credential.hosts.contains(address.host) {
      diagnostics.add(
        .hostNotInCredential(host: address.host, credential: name.value, hosts: credential.hosts),
        at: name.position)
    }
  }
}

extension CredentialDeclaration.Kind {
  /// The kind's word in the pipeline file.
  package var word: String {
    switch self {
    case .googleServiceAccount: "google-service-account"
    case .appStoreConnect: "app-store-connect"
    case .bearer: "bearer"
    case .basic: "basic"
    case .apns: "apns"
    case .fcm: "fcm"
    }
  }
}
