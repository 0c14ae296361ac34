/// A text of commands and what they print; README.md beside it tells the format.
struct Transcript: Equatable {
  /// One command, variable or server, with what belongs to it.
  struct Step: Equatable {
    enum Kind: Character, CaseIterable {
      case setUp = "%"
      case shown = "$"
      case variable = "@"
      case server = "&"
    }

    var kind: Kind
    var text: String
    /// Whether a blank line stands before it, to be kept.
    var hasBlankBefore: Bool
    var input: [String] = []
    /// The lines of output, as they stand in the file.
    var output: [String] = []
  }

  /// The comment at the top, line by line.
  var comment: [String]
  var steps: [Step]

  /// - Throws: ``Malformed`` at the first line that belongs to nothing.
  init(_ text: String) throws {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    comment = Array(lines.prefix { $0.hasPrefix("#") })
    steps = []
    var blanks = 0
    for (number, line) in lines.enumerated().dropFirst(comment.count) {
      if line.isEmpty {
        blanks += 1
      } else if let kind = Step.Kind(line) {
        steps.append(Step(kind: kind, text: String(line.dropFirst(2)), hasBlankBefore: blanks > 0))
        blanks = 0
      } else if let last = steps.indices.last {
        if line.hasPrefix("< ") {
          steps[last].input.append(String(line.dropFirst(2)))
        } else {
          steps[last].output += Array(repeating: "", count: blanks) + [line]
        }
        blanks = 0
      } else {
        throw Malformed(line: number + 1)
      }
    }
  }

  struct Malformed: Error {
    var line: Int
  }

  /// The text of the file.
  var text: String {
    var lines = comment
    for step in steps {
      if step.hasBlankBefore { lines.append("") }
      lines.append("\(step.kind.rawValue) \(step.text)")
      lines += step.input.map { "< \($0)" } + step.output
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a command did, as lines of a transcript.
  static func lines(of result: CommandResult) -> [String] {
    var output = split(result.output).map { isMark($0) ? "\\" + $0 : $0 }
    // A blank line at the end would be taken for one between two steps.
    if output.last == "" { output[output.count - 1] = "\\" }
    return output + split(result.complaints).map { $0.isEmpty ? "!" : "! \($0)" }
      + (result.status == 0 ? [] : ["[\(result.status)]"])
  }

  private static func split(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines.append("\\ no line end") }
    return lines
  }

  private static func isMark(_ line: String) -> Bool {
    Step.Kind(line) != nil || line.hasPrefix("! ") || line == "!" || line.hasPrefix("< ")
      || line.wholeMatch(of: /\[\d+\]/) != nil
  }
}

extension Transcript.Step.Kind {
  /// What the first two characters of a line say.
  init?(_ line: String) {
    guard let first = line.first, line.dropFirst().first == " " else { return nil }
    self.init(rawValue: first)
  }
}
