/// Reads the text of an extended regular expression.
///
///     extended  = branch *( "|" branch )
///     branch    = *piece
///     piece     = atom *( "*" / "+" / "?" / "{" min [ "," [ max ] ] "}" )
///     atom      = "(" extended ")" / "[" bracket "]" / "." / "^" / "$" / "\" byte / byte
///
/// Of what POSIX leaves undefined, a repetition without anything before it or behind an anchor is an error, and so are
/// parentheses without their partners; a brace without a number behind it is a brace.
struct RegularExpressionParser {
  typealias Node = RegularExpression.Node
  typealias ByteSet = RegularExpression.ByteSet
  typealias Flaw = ResourcePattern.Flaw

  private let pattern: [UInt8]
  private var place = 0

  private static let levelLimit = 32
  /// RE_DUP_MAX.
  private static let repetitionLimit = 255

  init(_ pattern: [UInt8]) {
    self.pattern = pattern
  }

  mutating func parse() throws(Flaw) -> Node {
    let node = try choice(level: 0)
    guard place == pattern.count else { throw .malformed }
    return node
  }

  private var next: UInt8? { place < pattern.count ? pattern[place] : nil }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func take() throws(Flaw) -> UInt8 {
    guard let byte = next else { throw .malformed }
    place += 1
    return byte
  }

  private mutating func choice(level: Int) throws(Flaw) -> Node {
    guard level <= Self.levelLimit else { throw .tooLarge }
    var branches = [try branch(level: level)]
    while takes("|") { branches.append(try branch(level: level)) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func branch(level: Int) throws(Flaw) -> Node {
    var nodes: [Node] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      nodes.append(try piece(level: level))
    }
    return .sequence(nodes)
  }

  private mutating func piece(level: Int) throws(Flaw) -> Node {
    var node = try atom(level: level)
    var repetitions = 0
    while let (least, most) = try repetition() {
      switch node {
      case .start, .end: throw .malformed
      default: repetitions += 1
      }
      guard repetitions <= 4 else { throw .tooLarge }
      node = .repetition(node, least, most)
    }
    return node
  }

  private mutating func repetition() throws(Flaw) -> (Int, Int?)? {
    if takes("*") { return (0, nil) }
    if takes("+") { return (1, nil) }
    if takes("?") { return (0, 1) }
    guard isBound else { return nil }
    place += 1
    let least = try number()
    var most: Int? = least
    if takes(",") { most = next == UInt8(ascii: "}") ? nil : try number() }
    guard takes("}"), most ?? least >= least else { throw .malformed }
    return (least, most)
  }

  /// A brace is one as long as no digit follows it.
  private var isBound: Bool {
    next == UInt8(ascii: "{") && place + 1 < pattern.count && Self.isDigit(pattern[place + 1])
  }

  private mutating func number() throws(Flaw) -> Int {
    var number = 0
    let start = place
    while let byte = next, Self.isDigit(byte) {
      number = number * 10 + Int(byte - 0x30)
      guard number <= Self.repetitionLimit else { throw .malformed }
      place += 1
    }
    guard place > start else { throw .malformed }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func atom(level: Int) throws(Flaw) -> Node {
    guard !isBound else { throw .malformed }
    switch try take() {
    case UInt8(ascii: "("):
      let node = try choice(level: level + 1)
      guard takes(")") else { throw .malformed }
      return node
    case UInt8(ascii: "["): return .set(try bracket())
    case UInt8(ascii: "."): return .set(.all)
    case UInt8(ascii: "^"): return .start
    case UInt8(ascii: "$"): return .end
    case UInt8(ascii: "\\"): return .set(ByteSet(try take()))
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw .malformed
    case let byte: return .set(ByteSet(byte))
    }
  }

  private mutating func bracket() throws(Flaw) -> ByteSet {
    let isInverted = takes("^")
    var set = ByteSet()
    var isFirst = true
    while isFirst || next != UInt8(ascii: "]") {
      isFirst = false
      if let named = try characterClass() {
        set.formUnion(named)
        continue
      }
      let low = try element()
      guard next == UInt8(ascii: "-"), place + 1 < pattern.count, pattern[place + 1] != UInt8(ascii: "]")
      else {
        set.insert(low)
        continue
      }
      place += 1
      let high = try element()
      guard low <= high else { throw .malformed }
      for byte in low...high { set.insert(byte) }
    }
    place += 1
    return isInverted ? set.inverted : set
  }

  /// A byte between brackets, which may be spelled `[.x.]` or `[=x=]`.
  private mutating func element() throws(Flaw) -> UInt8 {
    let byte = try take()
    guard byte == UInt8(ascii: "["), let mark = next, mark == UInt8(ascii: ".") || mark == UInt8(ascii: "=")
    else {
      return byte
    }
    place += 1
    let named = try take()
    guard try take() == mark, takes("]") else { throw .malformed }
    return named
  }

  /// `[:name:]`; nil when something else stands here.
  private mutating func characterClass() throws(Flaw) -> ByteSet? {
    guard next == UInt8(ascii: "["), place + 1 < pattern.count, pattern[place + 1] == UInt8(ascii: ":") else {
      return nil
    }
    let start = place + 2
    guard let end = pattern[start...].firstIndex(of: UInt8(ascii: ":")), end + 1 < pattern.count,
      pattern[end + 1] == UInt8(ascii: "]"),
      let ranges = Self.namedClasses[String(decoding: pattern[start..<end], as: UTF8.self)]
    else { throw .malformed }
    place = end + 2
    var set = ByteSet()
    for byte in ranges.joined() { set.insert(byte) }
    return set
  }

  /// As in the C locale.
  private static let namedClasses: [String: [ClosedRange<UInt8>]] = [
    "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a],
    "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0x00...0x1f, 0x7f...0x7f], "digit": [0x30...0x39],
    "graph": [0x21...0x7e], "lower": [0x61...0x7a], "print": [0x20...0x7e],
    "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e], "space": [0x09...0x0d, 0x20...0x20],
    "upper": [0x41...0x5a], "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]
}
