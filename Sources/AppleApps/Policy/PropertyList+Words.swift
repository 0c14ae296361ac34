import PropertyLists

extension PropertyList {
  /// The value in a few words, for people.
  var words: String {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .real(let number): "\(number)"
    case .boolean(let flag): flag ? "true" : "false"
    case .date(let date): date.day
    case .data(let bytes): "\(bytes.count) bytes"
    case .array(let items): items.map(\.words).joined(separator: ", ")
    case .dictionary(let values): values.keys.sorted().joined(separator: ", ")
    }
  }
}
