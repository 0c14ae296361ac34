/// POSIX extended regular expressions over bytes, as `regcomp` reads them with `REG_EXTENDED` (POSIX.1-2017 §9.4).
///
/// An expression becomes a program for a machine that is at several places at once.
enum RegularExpression {
  /// The bytes that a place takes.
  struct ByteSet: Hashable, Sendable {
    private var words: SIMD4<UInt64> = .zero

    static let all = ByteSet().inverted

    init() {}

    init(_ byte: UInt8) {
      insert(byte)
    }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    mutating func formUnion(_ other: ByteSet) { words |= other.words }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    var inverted: ByteSet {
      var set = self
      set.words = ~words
      return set
    }
  }

  enum Instruction {
    case take(ByteSet)
    case fork(Int, Int)
    case jump(Int)
    case start
    case end
    case match
  }

  struct Program {
    /// The last one is the match.
    fileprivate(set) var instructions: [Instruction] = []

    /// The most instructions.
    static let limit = 256

    var end: Int { instructions.count - 1 }

    var sets: [ByteSet] {
      instructions.compactMap { if case .take(let set) = $0 { set } else { nil } }
    }

    /// Where the machine is, without what is passed through, from these places on; a search also begins anew at every
    /// byte.
    func closure(of places: Set<Int>, atStart: Bool) -> Set<Int> {
      var closure: Set<Int> = []
      follow(Array(places) + [0], atStart: atStart, atEnd: false) { closure.insert($0) }
      return closure
    }

    /// The places behind those that take a byte.
    func step(_ places: Set<Int>, _ byte: UInt8) -> Set<Int> {
      var reached: Set<Int> = []
      for place in places {
        if case .take(let set) = instructions[place], set.contains(byte) { reached.insert(place + 1) }
      }
      return reached
    }

    /// Whether the match is reached when nothing follows.
    func matchesAtEnd(_ places: Set<Int>, atStart: Bool) -> Bool {
      var matches = false
      follow(Array(places), atStart: atStart, atEnd: true) { if $0 == end { matches = true } }
      return matches
    }

    /// Visits every place that waits: for a byte, for the end of the path, or for nothing more.
    private func follow(_ places: [Int], atStart: Bool, atEnd: Bool, _ visit: (Int) -> Void) {
      var seen = [Bool](repeating: false, count: instructions.count)
      var rest = places
      while let place = rest.popLast() {
        guard !seen[place] else { continue }
        seen[place] = true
        switch instructions[place] {
        case .take, .match: visit(place)
        case .fork(let one, let other): rest += [one, other]
        case .jump(let target): rest.append(target)
        case .start: if atStart { rest.append(place + 1) }
        case .end: if atEnd { rest.append(place + 1) } else { visit(place) }
        }
      }
    }
  }

  /// What an expression is made of.
  indirect enum Node {
    case set(ByteSet)
    case start
    case end
    case sequence([Node])
    case choice([Node])
    /// At least so often, and at most; nil is without end.
    case repetition(Node, Int, Int?)
  }

  static func compile(_ pattern: [UInt8]) throws(ResourcePattern.Flaw) -> Program {
    var parser = RegularExpressionParser(pattern)
    var program = Program()
    try emit(try parser.parse(), to: &program)
    try append(.match, to: &program)
    return program
  }

  private static func append(_ instruction: Instruction, to program: inout Program) throws(ResourcePattern
    .Flaw)
  {
    guard program.instructions.count < Program.limit else { throw .tooLarge }
    program.instructions.append(instruction)
  }

  private static func emit(_ node: Node, to program: inout Program) throws(ResourcePattern.Flaw) {
    switch node {
    case .set(let set): try append(.take(set), to: &program)
    case .start: try append(.start, to: &program)
    case .end: try append(.end, to: &program)
    case .sequence(let nodes): for node in nodes { try emit(node, to: &program) }
    case .choice(let nodes):
      var jumps: [Int] = []
      for (index, node) in nodes.enumerated() {
        guard index < nodes.count - 1 else {
          try emit(node, to: &program)
          break
        }
        let fork = program.instructions.count
        try append(.fork(fork + 1, fork + 1), to: &program)
        try emit(node, to: &program)
        jumps.append(program.instructions.count)
        try append(.jump(0), to: &program)
        program.instructions[fork] = .fork(fork + 1, program.instructions.count)
      }
      for jump in jumps { program.instructions[jump] = .jump(program.instructions.count) }
    case .repetition(let node, let least, let most):
      for _ in 0..<least {
        let count = program.instructions.count
        try emit(node, to: &program)
        // What is empty is so however often it is repeated.
        if program.instructions.count == count { break }
      }
      guard let most else { return try emitLoop(node, to: &program) }
      var forks: [Int] = []
      for _ in least..<most {
        forks.append(program.instructions.count)
        try append(.fork(0, 0), to: &program)
        try emit(node, to: &program)
      }
      for fork in forks { program.instructions[fork] = .fork(fork + 1, program.instructions.count) }
    }
  }

  private static func emitLoop(_ node: Node, to program: inout Program) throws(ResourcePattern.Flaw) {
    let fork = program.instructions.count
    try append(.fork(0, 0), to: &program)
    try emit(node, to: &program)
    try append(.jump(fork), to: &program)
    program.instructions[fork] = .fork(fork + 1, program.instructions.count)
  }
}
