/// How a command ended, and what it said.
struct Ending {
  /// The exit status; nil when a signal ended it.
  var status: Int32?
  var output: String
  var complaints: String

  var text: String { output + complaints }

  /// The sentences that say what is wrong, in the order of the text.
  var problems: [String] {
    lines.compactMap { line in
      let words = line.drop { $0 == " " }
      return words.hasPrefix("error: ") ? String(words.dropFirst(7)) : nil
    }
  }

  /// Whether each problem is followed by what to do about it.
  var hasRemedies: Bool {
    let marked = lines.map { $0.drop { $0 == " " } }
    return marked.indices.allSatisfy { place in
      guard marked[place].hasPrefix("error: ") else { return true }
      let after = marked[(place + 1)...].prefix { !$0.hasPrefix("error: ") }
      return after.contains { $0.hasPrefix("→ ") && $0.count > 4 }
    }
  }

  private var lines: [Substring] { text.split(separator: "\n") }
}
