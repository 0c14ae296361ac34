extension Pipeline {
  /// Reads a pipeline file.
  ///
  /// A file that is in order gives the same pipeline for the same surroundings. All that is wrong is collected, with
  /// one exception: what is not YAML has one diagnostic.
  ///
  /// - Parameters:
  ///   - text: The file's bytes, which are to be UTF-8.
  ///   - file: The file as the user named it; messages and relative paths start from it.
  /// - Throws: ``PipelineError/refused(_:)`` with what is wrong in the order of the file.
  package init(_ text: [UInt8], file: String, in surroundings: Surroundings) throws(PipelineError) {
    let document = try YAMLDocument.read(text, file: file)
    var check = ShapeCheck()
    check.check(document, as: .record(Language.pipeline))
    var resolution = Resolution(document, file: file, in: surroundings, diagnostics: check.diagnostics)
    let pipeline = resolution.pipeline()
    guard let pipeline, resolution.diagnostics.isEmpty else {
      let all = resolution.diagnostics.all
      throw .refused(
        all.filter { $0.position.file == file }.sorted { $0.position < $1.position }
          + all.filter { $0.position.file != file }.sorted { $0.position < $1.position })
    }
    self = pipeline
  }
}

/// Makes a ``Pipeline`` of the parts of a document that are in order, and collects what is not.
struct Resolution {
  let file: String
  let surroundings: Surroundings
  var diagnostics: DiagnosticList
  var inputs: [String: Input] = [:]
  let root: Value

  init(_ root: Value, file: String, in surroundings: Surroundings, diagnostics: DiagnosticList) {
    self.root = root
    self.file = file
    self.surroundings = surroundings
    self.diagnostics = diagnostics
  }

  /// Nil when nothing can be made of the document at all.
  mutating func pipeline() -> Pipeline? {
    guard root.kind == .mapping else { return nil }
    inputs = Input.resolve(
      sound("inputs"), in: surroundings, start: root.position, diagnostics: &diagnostics)
    let scope = Scope(inputs: inputs)
    let keys = entries("keys", as: Language.key).compactMap { key($0, scope: scope) }
    let credentials = entries("credentials", as: Language.credential).compactMap {
      credential($0, scope: scope)
    }
    let targets = self.targets(credentials: credentials)
    refuseLeaks(of: keys, credentials, to: targets)
    let name = substituted("name", scope: scope).flatMap(Fields.text)
    let trust = substituted("trust", scope: scope)?.items.compactMap(Fields.text) ?? []
    let release = choice("release", of: ReleaseMode.self, scope: scope)
    let lock = choice("lock", of: LockMode.self, scope: scope)
    let store = substituted("key-store", scope: scope).map(Fields.init)
    return Pipeline(
      file: file, name: name?.value ?? "", trust: trust, release: release ?? .together,
      keyStore: store.flatMap { store in
        store.text("path").map { KeyStoreDeclaration(path: $0, trust: store.text("trust")) }
      }, lock: lock ?? .optional,
      inputs: inputs.compactMapValues { if case .value(let value) = $0.state { value } else { nil } },
      keys: keys, credentials: credentials, targets: targets)
  }

  /// The value of a word of the pipeline, if nothing is wrong with it.
  func sound(_ word: String) -> Value? {
    guard let value = root[word], let field = Language.pipeline.field(word) else { return nil }
    return ShapeCheck.isSound(value, as: field.shape) ? value : nil
  }

  /// The entries of `keys:` or `credentials:` or `targets:` that are in order in themselves.
  func entries(_ word: String, as record: Record) -> [Member] {
    (root[word]?.members ?? []).filter { member in
      !member.isExtension && Language.name.matches(member.key)
        && ShapeCheck.isSound(member.value, as: .record(record))
    }
  }

  private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ word: String, of type: Choice.Type, scope: Scope
  ) -> Choice? {
    substituted(word, scope: scope).flatMap(Fields.text).flatMap { Choice(rawValue: $0.value) }
  }

  private mutating func substituted(_ word: String, scope: Scope) -> Value? {
    guard let value = sound(word), let field = Language.pipeline.field(word) else { return nil }
    return substituted(value, as: field.shape, scope: scope)
  }

  /// The value with everything replaced; nil when what comes out is not in order.
  mutating func substituted(_ value: Value, as shape: Shape, scope: Scope) -> Value? {
    var substitution = Substitution(scope)
    let result = substitution.apply(to: value, as: shape)
    var check = ShapeCheck(diagnostics: substitution.diagnostics)
    check.check(result, as: shape)
    for diagnostic in check.diagnostics.all { diagnostics.add(diagnostic) }
    return check.diagnostics.isEmpty ? result : nil
  }
}
