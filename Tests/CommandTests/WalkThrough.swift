/// A page that tells a story in commands: blocks of ```` ```console ```` with the prompts of several people, and files
/// that they write, in blocks of ```` ```yaml ```` whose first line is a comment with the file's name.
///
///     alice$ slipway keys list
///     NAME         PLATFORM  …
///
/// Lines behind a command are what it prints; where there are none, its output is not shown.
struct WalkThrough {
  /// What somebody types.
  struct Command: Equatable {
    var line: Int
    var who: String
    var text: String
    var output: [String]
  }

  enum Step: Equatable {
    case command(Command)
    /// For the folder of whoever typed last.
    case file(name: String, text: String)
  }

  private(set) var steps: [Step] = []

  var commands: [Command] {
    steps.compactMap { step in if case .command(let command) = step { command } else { nil } }
  }

  /// - Throws: ``Malformed`` for a block of another kind, which nobody would run, or one without an end.
  init(_ page: String) throws {
    var block: (start: Int, kind: Substring, lines: [Substring])?
    for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let open = block {
        guard line == "```" else {
          block?.lines.append(line)
          continue
        }
        try append(open.lines, kind: open.kind, from: open.start + 1)
        block = nil
      } else if line.hasPrefix("```") {
        block = (index + 1, line.dropFirst(3), [])
      }
    }
    if let block { throw Malformed(line: block.start) }
  }

  struct Malformed: Error {
    var line: Int
  }

  private mutating func append(_ lines: [Substring], kind: Substring, from start: Int) throws {
    if kind == "yaml", let name = lines.first?.wholeMatch(of: /# ([a-z.]+)/)?.output.1 {
      steps.append(.file(name: String(name), text: lines.joined(separator: "\n") + "\n"))
      return
    }
    guard kind == "console" else { throw Malformed(line: start - 1) }
    var command: Command?
    for (index, line) in lines.enumerated() {
      if let match = line.wholeMatch(of: /([a-z]+)\$ (.+)/) {
        if let command { steps.append(.command(command)) }
        command = Command(
          line: start + index, who: String(match.output.1), text: String(match.output.2), output: [])
      } else {
        guard command != nil else { throw Malformed(line: start + index) }
        command?.output.append(String(line))
      }
    }
    if let command { steps.append(.command(command)) }
  }
}
