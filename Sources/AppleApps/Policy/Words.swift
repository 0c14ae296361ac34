/// Several things in a few words.
enum Words {
  /// The most names that a list has.
  private static let most = 3

  /// `A`, `A and B`, `A, B and C`, `A, B and 5 more`.
  static func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    let shown = names.count <= most ? names.dropLast() : names.prefix(most - 1)
    let rest = names.count <= most ? last : "\(names.count - shown.count) more"
    return shown.joined(separator: ", ") + " and " + rest
  }
}
