/// Finds what somebody probably meant.
package enum Nearest {
  /// The candidate with the fewest edits from `word`, if these are few for its length; the first of equals.
  package static func word(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    var best: (word: String, edits: Int)?
    for candidate in candidates where abs(candidate.count - word.count) <= limit {
      let edits = edits(from: Array(word.lowercased()), to: Array(candidate.lowercased()))
      if edits <= limit, edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.word
  }

  /// Insertions, deletions, replacements and swaps of neighbours that make one word of the other (optimal string
  /// alignment).
  static func edits(from first: [Character], to second: [Character]) -> Int {
    guard first.count <= 200, second.count <= 200 else { return .max }
    var before: [Int] = []
    var last = Array(0...second.count)
    for row in first.indices {
      var current = [row + 1]
      for column in second.indices {
        let same = first[row] == second[column]
        var edits = min(last[column + 1] + 1, current[column] + 1, last[column] + (same ? 0 : 1))
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          edits = min(edits, before[column - 1] + 1)
        }
        current.append(edits)
      }
      (before, last) = (last, current)
    }
    return last[second.count]
  }
}
