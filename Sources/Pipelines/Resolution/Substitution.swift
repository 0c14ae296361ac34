/// Replaces `${{ inputs.NAME }}`, `${{ each.COLUMN }}` and `${{ target.name }}` in the values of one target, key or
/// credential.
///
/// What is substituted is never looked at again, so that a value with `${{` in it stays what it is.
struct Substitution {
  static let opening = "${{"
  private static let closing = "}}"

  let scope: Scope
  var diagnostics = DiagnosticList()

  init(_ scope: Scope) { self.scope = scope }

  /// The value with everything replaced and without `x-…`.
  mutating func apply(to value: Value, as shape: Shape) -> Value {
    let shape = shape.branch(for: value.kind)
    var result = value
    switch (shape, value.content) {
    case (.text(let form), .text(let scalar)):
      result.content = .text(replaced(scalar, as: form, at: value.position))
    case (_, .text(let scalar)):
      result.content = .text(replaced(scalar, as: .line, at: value.position))
    case (.list(let element, _), .list(let items)):
      result.content = .list(items.map { apply(to: $0, as: element) })
    case (.mapping(let element, _, _), .mapping(let members)):
      let kept = element.hasExtensions ? members.filter { !$0.isExtension } : members
      result.content = .mapping(kept.map { replaced($0, as: element) })
    case (.record(let record), .mapping(let members)):
      result.content = .mapping(replaced(members, in: record))
    case (.secret, .mapping(let members)):
      result.content = .mapping(replaced(members, in: Language.secret))
    default: break
    }
    return result
  }

  private mutating func replaced(_ members: [Member], in record: Record) -> [Member] {
    members.filter { !$0.isExtension }.map { member in
      guard let field = record.field(member.key) else { return member }
      return replaced(member, as: field.shape)
    }
  }

  private mutating func replaced(_ member: Member, as shape: Shape) -> Member {
    Member(key: member.key, position: member.position, value: apply(to: member.value, as: shape))
  }

  private mutating func replaced(_ scalar: Scalar, as form: TextForm, at position: Position) -> Scalar {
    guard form.allowsSubstitution, scalar.text.contains(Substitution.opening) else { return scalar }
    var text = ""
    var style = Scalar.Style.substituted
    var rest = Substring(scalar.text)
    while let open = rest.firstRange(of: Substitution.opening) {
      text += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: Substitution.closing) else {
        diagnostics.add(.unclosedSubstitution, at: position)
        return scalar
      }
      let reference = rest[open.upperBound..<close.lowerBound].trimmed
      rest = rest[close.upperBound...]
      switch scope.value(of: reference) {
      case .failure(let flaw):
        diagnostics.add(flaw.reason, at: position)
        style = .placeholder
      case .success(.pending(let name)):
        text += name
        style = .placeholder
      case .success(.known(let value, let origin)):
        let isWhole = text.isEmpty && rest.isEmpty
        if let flaw = flaw(of: value, in: form, whole: isWhole) {
          diagnostics.add(
            .unsafeInPath(reference: reference, value: value, flaw: flaw), at: origin ?? position)
          style = .placeholder
        }
        text += form.use == .glob ? Glob.escaped(value) : value
      }
    }
    return Scalar(text: text + rest, style: style)
  }

  /// What makes a value more or less than one component of a path or address; nil when it is one.
  private func flaw(of value: String, in form: TextForm, whole: Bool) -> ComponentFlaw? {
    switch form.use {
    case .path, .glob:
      if value.isEmpty { return .empty }
      if value == "." || value == ".." { return .dots }
      if value.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" }) { return .separator }
      return value.unicodeScalars.contains(where: TextForm.isControl) ? .controlCharacter : nil
    case .address:
      if whole { return nil }
      if value.isEmpty { return .empty }
      if value == "." || value == ".." { return .dots }
      let isSafe = value.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~+".utf8.contains(byte)
        }
      }
      return isSafe ? nil : .addressCharacter
    case .plain, .literal, .command: return nil
    }
  }
}

/// What a `${{ … }}` may refer to.
struct Scope: Sendable {
  var inputs: [String: Input] = [:]
  /// The cells of the target's row, and nil outside `each`.
  var row: Row?
  var targetName: String?

  /// What stands for a reference: a text and, when not the pipeline file's own, where it comes from; or an input that
  /// has no value yet.
  enum Replacement {
    case known(String, from: Position?)
    case pending(String)
  }

  func value(of reference: String) -> Result<Replacement, ReferenceFlaw> {
    let parts = reference.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    if parts.count == 2, parts[0] == "inputs", let input = inputs[parts[1]] {
      switch input.state {
      case .value(let value): return .success(.known(value, from: nil))
      case .pending: return .success(.pending(parts[1]))
      case .missing:
        return .failure(.init(.inputWithoutValue(name: parts[1], environment: input.environment)))
      }
    }
    if parts.count == 2, parts[0] == "each", let cell = row?.cells[parts[1]] {
      return .success(.known(cell.value, from: cell.position))
    }
    if reference == "target.name", let targetName { return .success(.known(targetName, from: nil)) }
    let nearest = Nearest.word(to: reference, among: known)
    return .failure(.init(.unknownReference(reference, nearest: nearest, allowed: known)))
  }

  private var known: [String] {
    inputs.keys.sorted().map { "inputs.\($0)" } + (row?.cells.keys.sorted().map { "each.\($0)" } ?? [])
      + (targetName == nil ? [] : ["target.name"])
  }
}

/// Why a reference stands for nothing.
struct ReferenceFlaw: Error {
  var reason: DiagnosticReason
  init(_ reason: DiagnosticReason) { self.reason = reason }
}

extension Substring {
  fileprivate var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    let end = start.reversed().drop { $0 == " " || $0 == "\t" }
    return String(end.reversed())
  }
}
