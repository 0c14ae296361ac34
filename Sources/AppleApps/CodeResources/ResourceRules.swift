package import PropertyLists

/// Which files of a bundle its seal covers, and how.
///
/// A dictionary of patterns; the value is a boolean, or a dictionary with any of `omit`, `optional`, `nested` and
/// `weight`, which is 1 where it is not said. Of the rules that match a path, the one of the highest weight counts
/// (Security, `resources.cpp`).
package struct ResourceRules: Sendable {
  /// What the rules say of a path.
  package enum Verdict: Hashable, Sendable {
    /// No rule matches, or the one that counts leaves it out.
    case omitted
    /// It belongs under the seal.
    ///
    /// An optional file may be missing. A nested one is code with a signature of its own. In doubt are paths of which rules
    /// of one weight say different things, as of `Info.plist` in apps of 2015: Apple goes by the order of a hash table.
    case sealed(isOptional: Bool, isNested: Bool, isInDoubt: Bool)
  }

  private struct Rule: Sendable {
    let pattern: ResourcePattern
    let weight: Double
    let isOmitted: Bool
    let isOptional: Bool
    let isNested: Bool
  }

  /// The dictionary, as it stands in a `CodeResources`.
  package let propertyList: PropertyList
  /// The heaviest first, and those of one weight by the bytes of their patterns.
  private let rules: [Rule]
  /// Whether there is a rule for nested code.
  let hasNestedRule: Bool

  /// The most rules of a dictionary, and the most bytes in their patterns together.
  private static let countLimit = 128
  private static let lengthLimit = 4096

  /// Reads the dictionary under `field`, which is `rules` or `rules2`.
  ///
  /// - Throws: ``AppleError`` for a rule or pattern that is none, or more of them than Slipway takes: Apple's own are 13
  ///   of 300 bytes.
  package init(_ propertyList: PropertyList, field: String, file: String) throws(AppleError) {
    guard let dictionary = propertyList.dictionary else {
      throw .malformed(.codeResources, field: field, offset: 0, file: file)
    }
    let length = dictionary.keys.reduce(0) { $0 + $1.utf8.count }
    for (size, limit) in [(dictionary.count, Self.countLimit), (length, Self.lengthLimit)] where size > limit
    {
      throw .tooLarge(.codeResources, field: field, size: size, limit: limit, file: file)
    }
    var rules: [Rule] = []
    for (key, value) in dictionary.sorted(by: { $0.key.precedesByBytes($1.key) }) {
      do throws(ResourcePattern.Flaw) {
        rules.append(try Self.rule(key, value))
      } catch {
        switch error {
        case .malformed: throw .malformed(.codeResources, field: "\(field): \(key)", offset: 0, file: file)
        case .tooLarge: throw .unsupported(.codeResources, feature: "\(field): \(key)", file: file)
        }
      }
    }
    self.propertyList = propertyList
    self.rules = rules.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element)
    hasNestedRule = rules.contains { $0.isNested }
  }

  private static func rule(_ key: String, _ value: PropertyList) throws(ResourcePattern.Flaw) -> Rule {
    var weight = 1.0
    switch value["weight"] {
    case .real(let number) where number.isFinite: weight = number.rounded(.towardZero)
    case .integer(let number): weight = Double(number)
    case nil: break
    default: throw .malformed
    }
    guard value.dictionary != nil || value.boolean != nil else { throw .malformed }
    func isOn(_ flag: String) -> Bool { value[flag]?.boolean == true }
    return Rule(
      pattern: try ResourcePattern(key), weight: weight, isOmitted: value.boolean == false || isOn("omit"),
      isOptional: isOn("optional"), isNested: isOn("nested"))
  }

  /// What the rules say of a path, relative to where the seal begins.
  package func verdict(on path: String) -> Verdict {
    var best: Rule?
    var isInDoubt = false
    for rule in rules {
      if let best, rule.weight < best.weight { break }
      guard rule.pattern.matches(path) else { continue }
      guard let first = best else {
        best = rule
        continue
      }
      guard first.isOmitted != rule.isOmitted else { continue }
      isInDoubt = true
      if first.isOmitted { best = rule }
    }
    guard let best, !best.isOmitted else { return .omitted }
    return .sealed(isOptional: best.isOptional, isNested: best.isNested, isInDoubt: isInDoubt)
  }
}
