/// Text from files and certificates, made harmless for a terminal and a CI log.
///
/// Control characters and escape sequences would let a certificate's subject repaint the screen; line breaks would let
/// it forge lines, and directional marks would let it read backwards. All are shown as their code points instead.
func safeText(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case let scalar where isUnsafe(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
  default: false
  }
}

/// A line that a CI runner cannot mistake for one of its commands (`::error::`, `##[group]`).
func inertLine(_ line: String) -> String {
  let start = line.drop { $0 == " " }
  if start.hasPrefix("::") { return line.prefix(line.count - start.count) + ": :" + start.dropFirst(2) }
  if start.hasPrefix("##[") { return line.prefix(line.count - start.count) + "## [" + start.dropFirst(3) }
  return line
}
