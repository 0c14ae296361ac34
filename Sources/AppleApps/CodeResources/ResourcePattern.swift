/// A regular expression of a resource rule, and whether it matches somewhere in a path.
///
/// Apple compiles it with `regcomp(REG_EXTENDED | REG_NOSUB)` in the C locale: POSIX extended syntax over bytes. Here it
/// becomes a deterministic automaton, so that a match takes one step a byte, whatever the pattern; a pattern that would
/// make a large automaton is refused.
struct ResourcePattern: Sendable {
  /// Why a pattern is refused.
  enum Flaw: Error {
    case malformed
    case tooLarge
  }

  /// The longest pattern, in bytes.
  static let lengthLimit = 512
  private static let stateLimit = 255

  let source: String
  /// Which of the classes each byte belongs to: those of one class are in the same sets of the pattern.
  private let classes: [UInt8]
  private let classCount: Int
  /// Per state and class, the next state.
  private let transitions: [UInt8]
  private let states: [State]

  private struct State {
    /// Whether what was read so far matches, whatever follows.
    let matches: Bool
    /// Whether it matches if nothing follows.
    let matchesAtEnd: Bool
    /// Whether nothing that follows can match.
    let isDead: Bool
  }

  /// - Throws: for a pattern that is no extended regular expression, or makes too large an automaton.
  init(_ source: String) throws(Flaw) {
    guard source.utf8.count <= Self.lengthLimit else { throw .tooLarge }
    let program = try RegularExpression.compile(Array(source.utf8))
    let (classes, classCount) = Self.classes(of: program)
    let representatives = (0..<classCount).map { number in
      UInt8(classes.firstIndex(of: UInt8(number)) ?? 0)
    }
    var numbers: [Set<Int>: Int] = [:]
    var numbersOfSteps: [Set<Int>: Int] = [:]
    var states: [State] = []
    var transitions: [UInt8] = []
    // The first state alone is at the start of the path, and never entered again.
    var sets = [program.closure(of: [0], atStart: true)]
    var next = 0
    while next < sets.count {
      let set = sets[next]
      let matches = set.contains(program.end)
      states.append(
        State(
          matches: matches, matchesAtEnd: program.matchesAtEnd(set, atStart: next == 0),
          isDead: set.isEmpty))
      for byte in representatives {
        // Nobody goes on from a match.
        let step = matches ? [] : program.step(set, byte)
        if let number = numbersOfSteps[step] {
          transitions.append(UInt8(number))
          continue
        }
        let reached = program.closure(of: step, atStart: false)
        let number = numbers[reached] ?? sets.count
        if number == sets.count {
          guard sets.count < Self.stateLimit else { throw .tooLarge }
          sets.append(reached)
        }
        numbers[reached] = number
        numbersOfSteps[step] = number
        transitions.append(UInt8(number))
      }
      next += 1
    }
    self.source = source
    self.classes = classes
    self.classCount = classCount
    self.states = states
    self.transitions = transitions
  }

  /// Whether the pattern matches somewhere in a path.
  func matches(_ path: String) -> Bool {
    path.utf8.withContiguousStorageIfAvailable { matches($0) } ?? matches(Array(path.utf8))
  }

  private func matches(_ path: some Sequence<UInt8>) -> Bool {
    var state = 0
    for byte in path {
      if states[state].matches { return true }
      if states[state].isDead { return false }
      state = Int(transitions[state * classCount + Int(classes[Int(byte)])])
    }
    return states[state].matchesAtEnd
  }

  private static func classes(of program: RegularExpression.Program) -> ([UInt8], Int) {
    var classes = [UInt8](repeating: 0, count: 256)
    var numbers: [[Bool]: UInt8] = [:]
    let sets = Array(Set(program.sets))
    for byte in 0..<256 {
      let membership = sets.map { $0.contains(UInt8(byte)) }
      // There cannot be more classes than bytes.
      let number = numbers[membership] ?? UInt8(truncatingIfNeeded: numbers.count)
      numbers[membership] = number
      classes[byte] = number
    }
    return (classes, numbers.count)
  }
}
