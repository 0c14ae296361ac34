/// Text as Markdown in the form that GitHub shows, in a pull request's comment and in the documentation.
///
/// Source: <https://github.github.com/gfm/>.
enum Markdown {
  /// The longest text of others that is shown, in characters: no certificate's subject comes near.
  private static let limit = 300

  /// Words of Slipway's own, in which nothing is taken for markup.
  static func text(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>|~&".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  /// Text of others, shown to the letter.
  ///
  /// What is not plain is written as a character reference, which markup cannot be made of: no cell of a table ends, no
  /// element opens, nobody is mentioned and nothing becomes a link. In `<code>` GitHub looks for neither mentions nor
  /// references to issues.
  static func code(_ text: String) -> String {
    let safe = safeText(text)
    var result = "<code>"
    for scalar in safe.unicodeScalars.prefix(limit) {
      if isPlain(scalar) { result.unicodeScalars.append(scalar) } else { result += "&#\(scalar.value);" }
    }
    // `www.` begins a link.
    result = result.replacing(/(?i)www\./) { "\($0.0.dropLast())&#46;" }
    return result + (safe.unicodeScalars.count > limit ? "…</code>" : "</code>")
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "-", "=", "/", "+": true
    default: scalar.value > 0x7f
    }
  }

  /// A table, one line a row; what is missing in a row stays empty.
  static func table(_ headings: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let padded = rows.map { $0 + Array(repeating: "", count: max(0, headings.count - $0.count)) }
    return [line(headings), line(headings.map { _ in "---" })] + padded.map(line)
  }

  /// Lines that open when one clicks on their title.
  static func folded(_ title: String, _ lines: [String]) -> [String] {
    ["<details><summary>\(title)</summary>", ""] + lines + ["", "</details>"]
  }
}
