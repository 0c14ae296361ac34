extension Resolution {
  /// Refuses every way of the file by which the value of a secret's variable would reach a build: what it inherits,
  /// and inputs, which are substituted anywhere.
  mutating func refuseLeaks(
    of keys: [KeyDeclaration], _ credentials: [CredentialDeclaration], to targets: [Target]
  ) {
    let secrets = Set(keys.flatMap(\.variables) + credentials.compactMap(\.variable))
    for member in root["inputs"]?.members ?? [] {
      guard let variable = Fields(member.value).text("env"), secrets.contains(variable.value) else {
        continue
      }
      diagnostics.add(.secretAsInput(input: member.key, variable: variable.value), at: variable.position)
    }
    for variable in targets.compactMap(\.build).flatMap(\.environment) where variable.value == .inherit {
      guard secrets.contains(variable.name) || variable.name.hasPrefix("SLIPWAY_") else { continue }
      diagnostics.add(.secretForBuild(variable: variable.name), at: variable.position)
    }
  }
}

extension KeyDeclaration {
  /// The environment variables that hold its key and passwords.
  fileprivate var variables: [String] {
    let data: DataReference =
      switch source {
      case .keystore(let keystore): keystore.value
      case .privateKey(let key, certificate: _): key.value
      }
    return [data.variable, password?.value.variable, keyPassword?.value.variable].compactMap { $0 }
  }
}

extension CredentialDeclaration {
  fileprivate var variable: String? {
    switch kind {
    case .googleServiceAccount(let secret), .bearer(let secret), .fcm(let secret): secret.variable
    case .appStoreConnect(let secret, _, _), .basic(_, let secret), .apns(let secret, _, _): secret.variable
    }
  }
}

extension SecretReference {
  fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}

extension DataReference {
  fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}
