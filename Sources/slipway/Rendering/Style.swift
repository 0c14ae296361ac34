/// How a piece of text looks on a terminal.
enum Style {
  case plain, bold, dim, red, yellow, green

  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .bold: "1"
    case .dim: "2"
    case .red: "31"
    case .yellow: "33"
    case .green: "32"
    }
  }
}

/// A piece of a line: its text is made safe when it is written, its style is Slipway's own.
struct Piece: ExpressibleByStringInterpolation {
  let text: String
  let style: Style

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  init(stringLiteral value: String) {
    self.init(value)
  }

  func rendered(inColour: Bool) -> String {
    let text = safeText(text)
    guard inColour, let code = style.code, !text.isEmpty else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}
