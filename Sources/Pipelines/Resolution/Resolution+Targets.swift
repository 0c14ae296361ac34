import Releases

extension Resolution {
  /// Every target with its rows, in the file's order.
  mutating func targets(credentials: [CredentialDeclaration]) -> [Target] {
    var targets: [Target] = []
    let common = sound("defaults")
    let storePath = sound("key-store").flatMap { Fields($0).text("path") }.map {
      Pipeline.path($0.value, from: Pipeline.directory(of: file))
    }
    for member in entries("targets", as: Language.target) {
      let each = member.value["each"]
      var own = member.value
      own.content = .mapping(member.value.members.filter { $0.key != "each" && !$0.isExtension })
      for row in each.map({ rows($0) }) ?? [nil] {
        let name = row.map { "\(member.key)/\($0.name)" } ?? member.key
        let scope = Scope(inputs: inputs, row: row, targetName: name)
        let layers = layers(under: own, common: common, scope: scope)
        let merged = layers.dropFirst().reduce(layers[0]) { $1.merged(over: $0) }
        guard let value = substituted(merged, as: .record(Language.targetDefaults), scope: scope) else {
          continue
        }
        var reader = TargetReader(
          name: name, position: member.position, row: row, fields: Fields(value), surroundings: surroundings,
          credentials: credentials, storePath: storePath)
        if let target = reader.target() { targets.append(target) }
        for diagnostic in reader.diagnostics.all { diagnostics.add(diagnostic) }
      }
    }
    return targets
  }

  /// `defaults: all`, those of the target's platform, and the target itself.
  private func layers(under own: Value, common: Value?, scope: Scope) -> [Value] {
    guard let common else { return [own] }
    let all = common["all"]
    var platform: String?
    if let said = own["platform"] ?? all?["platform"] {
      var substitution = Substitution(scope)
      platform = Fields.text(substitution.apply(to: said, as: .choice([])))?.value
    }
    return [all, platform.flatMap { common[$0] }].compactMap(\.self) + [own]
  }
}

extension Value {
  /// This value laid over another: mappings deeply, everything else replaces.
  func merged(over base: Value) -> Value {
    guard case .mapping(let members) = content, case .mapping(var result) = base.content else { return self }
    for member in members {
      if let index = result.firstIndex(where: { $0.key == member.key }) {
        result[index] = Member(
          key: member.key, position: member.position, value: member.value.merged(over: result[index].value))
      } else {
        result.append(member)
      }
    }
    return Value(.mapping(result), at: position)
  }
}
