import Yams

/// Reads the text of a file into a ``Value``.
///
/// The file is hostile: aliases may multiply (each use counts against ``valueLimit``), nesting may be deep, keys may
/// be anything. What YAML allows and a pipeline has no use for is refused: several documents, keys that are not text,
/// tags, duplicate keys.
struct YAMLDocument {
  static let sizeLimit = 1 << 20
  static let valueLimit = 200_000
  static let depthLimit = 64

  private let file: String
  private var valuesLeft = YAMLDocument.valueLimit

  /// - Throws: ``PipelineError/refused(_:)`` with one diagnostic: what is not YAML has no second error worth telling.
  static func read(_ bytes: [UInt8], file: String) throws(PipelineError) -> Value {
    let start = Position(file: file, line: 1, column: 1)
    guard bytes.count <= sizeLimit else { throw .refused([.init(.tooLarge(limit: sizeLimit), at: start)]) }
    let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let text = String(validating: hasByteOrderMark ? bytes[3...] : bytes[...], as: UTF8.self) else {
      throw .refused([.init(.notUTF8, at: position(ofInvalidUTF8In: bytes, file: file))])
    }
    if let diagnostic = YAMLFlaw.keyThatIsNoText(in: text, file: file) { throw .refused([diagnostic]) }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw .refused([YAMLFlaw.diagnostic(error, text: text, file: file)])
    }
    guard let root else { throw .refused([.init(.empty, at: start)]) }
    var document = YAMLDocument(file: file)
    do throws(Diagnostic) {
      let value = try document.value(root, depth: 0)
      guard value.kind != .nothing else { throw Diagnostic(.empty, at: start) }
      return value
    } catch {
      throw .refused([error])
    }
  }

  private init(file: String) { self.file = file }

  private mutating func value(_ node: Node, depth: Int) throws(Diagnostic) -> Value {
    let position = position(node)
    guard depth < YAMLDocument.depthLimit else {
      throw Diagnostic(.nestingTooDeep(limit: YAMLDocument.depthLimit), at: position)
    }
    valuesLeft -= 1
    guard valuesLeft > 0 else {
      throw Diagnostic(.tooManyValues(limit: YAMLDocument.valueLimit), at: position)
    }
    switch node {
    case .scalar(let scalar):
      try refuseTag(scalar.tag, at: position)
      return Value(
        .text(Scalar(text: scalar.string, style: scalar.style == .plain ? .plain : .quoted)), at: position)
    case .sequence(let sequence):
      try refuseTag(sequence.tag, at: position)
      var items: [Value] = []
      for item in sequence { items.append(try value(item, depth: depth + 1)) }
      return Value(.list(items), at: position)
    case .mapping(let mapping):
      try refuseTag(mapping.tag, at: position)
      return Value(.mapping(try members(mapping, depth: depth)), at: position)
    case .alias:
      throw Diagnostic(.malformed(problem: "found undefined alias"), at: position)
    }
  }

  /// The members of a mapping and, after them, those that `<<` brings and that it does not have itself.
  private mutating func members(_ mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [Member] {
    var own: [Member] = []
    var merged: [Value] = []
    for (keyNode, valueNode) in mapping {
      let keyPosition = position(keyNode)
      guard case .scalar(let key) = keyNode else { throw Diagnostic(.keyNotText, at: keyPosition) }
      try refuseTag(key.tag, at: keyPosition)
      let value = try value(valueNode, depth: depth + 1)
      if key.string == "<<" && key.style == .plain {
        let sources = value.kind == .list ? value.items : [value]
        for source in sources where source.kind != .mapping {
          throw Diagnostic(.mergeNotMapping, at: source.position)
        }
        merged += sources
      } else {
        own.append(Member(key: key.string, position: keyPosition, value: value))
      }
    }
    var known = Set(own.map(\.key))
    for source in merged {
      for member in source.members where known.insert(member.key).inserted { own.append(member) }
    }
    return own
  }

  private func refuseTag(_ tag: Tag, at position: Position) throws(Diagnostic) {
    let name = tag.rawValue
    guard !["", "!"].contains(name), !name.hasPrefix("tag:yaml.org,2002:str"),
      !name.hasPrefix("tag:yaml.org,2002:map"), !name.hasPrefix("tag:yaml.org,2002:seq")
    else { return }
    throw Diagnostic(.tag(name), at: position)
  }

  private func position(_ node: Node) -> Position {
    Position(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private static func position(ofInvalidUTF8In bytes: [UInt8], file: String) -> Position {
    let sound = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
    let line = sound.reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
    let column = sound.reversed().prefix { $0 != "\n" }.count + 1
    return Position(file: file, line: line, column: column)
  }
}
