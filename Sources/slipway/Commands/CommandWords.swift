/// The words of a command line, as text that a shell would split into the same words.
struct CommandWords: Equatable {
  let words: [String]

  init(_ words: [String]) {
    self.words = words
  }

  /// Words with anything but plain characters stand in single quotes, `'it'\\''s'` as shells have it.
  var text: String {
    words.map { word in
      if word.wholeMatch(of: /[A-Za-z0-9_@%+=:,.\/-]+/) != nil { return word }
      return "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// Reads what ``text`` wrote.
  init(text: String) {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for character in text {
      switch character {
      case _ where isEscaped:
        word = (word ?? "") + String(character)
        isEscaped = false
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case "\\" where !isQuoted: isEscaped = true
      case " " where !isQuoted:
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    self.words = words
  }
}
