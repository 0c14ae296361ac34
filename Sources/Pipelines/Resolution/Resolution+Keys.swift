import Releases

extension Resolution {
  mutating func key(_ member: Member, scope: Scope) -> KeyDeclaration? {
    guard let value = substituted(member.value, as: .record(Language.key), scope: scope) else { return nil }
    let fields = Fields(value)
    guard let platform = fields.choice("platform", of: Platform.self),
      let purpose = fields.choice("purpose", of: Purpose.self), let source = source(fields)
    else { return nil }
    refuseForeignWords(fields, platform: platform.value, purpose: purpose)
    return KeyDeclaration(
      name: member.key, position: member.position, platform: platform.value, purpose: purpose,
      applications: fields.texts("applications")?.map(\.value) ?? [],
      isDefault: fields.boolean("default") ?? false,
      source: source, alias: fields.text("alias"), password: fields.secret("password"),
      keyPassword: fields.secret("key-password"), profiles: profiles(fields.value("profiles")),
      team: fields.text("team"))
  }

  private func source(_ fields: Fields) -> KeySource? {
    if let keystore = fields.data("keystore") { return .keystore(keystore) }
    guard let key = fields.data("private-key"), let certificate = fields.data("certificate") else {
      return nil
    }
    return .privateKey(key, certificate: certificate)
  }

  private func profiles(_ value: Value?) -> [ProfileReference] {
    guard let value else { return [] }
    let named = value.members.compactMap { member in
      Fields.data(member.value).map { ProfileReference(name: member.key, source: $0) }
    }
    return named + value.items.compactMap { Fields.data($0).map { ProfileReference(source: $0) } }
  }

  /// Development certificates, profiles and teams are Apple's; a debug key is Android's.
  private mutating func refuseForeignWords(_ fields: Fields, platform: Platform, purpose: Located<Purpose>) {
    let isApple = platform.isApple
    let foreignPurpose: Purpose = isApple ? .debug : .development
    if purpose.value == foreignPurpose {
      diagnostics.add(
        .wordOfOtherPlatform(foreignPurpose.rawValue, platform: platform.rawValue), at: purpose.position)
    }
    guard !isApple else { return }
    for word in ["profiles", "team"] {
      guard let value = fields.value(word) else { continue }
      diagnostics.add(.wordOfOtherPlatform(word, platform: platform.rawValue), at: value.position)
    }
  }

  mutating func credential(_ member: Member, scope: Scope) -> CredentialDeclaration? {
    guard let value = substituted(member.value, as: .record(Language.credential), scope: scope) else {
      return nil
    }
    let fields = Fields(value)
    guard let kind = kind(fields) else { return nil }
    return CredentialDeclaration(
      name: member.key, position: member.position, kind: kind,
      hosts: fields.texts("hosts")?.map { $0.value.lowercased() } ?? [])
  }

  private func kind(_ fields: Fields) -> CredentialDeclaration.Kind? {
    if let secret = fields.secret("google-service-account") { return .googleServiceAccount(secret.value) }
    if let secret = fields.secret("bearer") { return .bearer(secret.value) }
    if let secret = fields.secret("fcm") { return .fcm(secret.value) }
    if let basic = fields.record("basic"), let user = basic.text("user"),
      let password = basic.secret("password")
    {
      return .basic(user: user.value, password: password.value)
    }
    if let connect = fields.record("app-store-connect"), let key = connect.secret("key"),
      let id = connect.text("id")
    {
      return .appStoreConnect(key: key.value, id: id.value, issuer: connect.text("issuer")?.value)
    }
    if let apns = fields.record("apns"), let key = apns.secret("key"), let id = apns.text("id"),
      let team = apns.text("team")
    {
      return .apns(key: key.value, id: id.value, team: team.value)
    }
    return nil
  }
}
