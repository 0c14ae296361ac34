/// A finding with its sentences, in the shape that `verify --format json` prints.
package struct ExplainedFinding: Codable, Equatable, Sendable {
  package var id: String
  package var severity: Severity
  package var location: String?
  package var message: String
  /// How the store that it matters to most puts it.
  package var store: CatalogueEntry.Saying?
  /// How others, or the same store in other years, put it; nil when nobody does.
  package var others: [CatalogueEntry.Saying]?
  package var remedy: String
  package var help: String?
  /// Why the pipeline accepts it; nil of one that is not accepted.
  package var accepted: String?

  private enum CodingKeys: String, CodingKey {
    case id, severity
    case location = "where"
    case message, store, others, remedy, help, accepted
  }
}

extension ExplainedFinding {
  /// The message behind the place, unless it names the place itself or something in it.
  package var located: String {
    guard let location, !message.names(location) else { return message }
    return "\(location): \(message)"
  }
}

extension String {
  /// Whether a name stands in the text, whole and not inside another one.
  fileprivate func names(_ name: String) -> Bool {
    guard !name.isEmpty else { return false }
    func isPart(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    var rest = utf8[...]
    while let found = rest.firstRange(of: name.utf8) {
      let before = found.lowerBound == startIndex ? nil : utf8[utf8.index(before: found.lowerBound)]
      let after = rest[found.upperBound...].first
      if !isPart(before), !isPart(after) { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }
}

extension Finding {
  /// The finding in words.
  ///
  /// An id without an entry explains itself by its id and parameters.
  package var explained: ExplainedFinding {
    guard let entry = Catalogue.entry(for: id) else {
      let details = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return ExplainedFinding(
        id: id, severity: severity, location: location,
        message: ([id] + details).joined(separator: ", ") + ".", remedy: "")
    }
    let sayings = heard(entry.sayings).map { CatalogueEntry.Saying($0.name, filled($0.says)) }
    return ExplainedFinding(
      id: id, severity: severity, location: location, message: filled(entry.message),
      store: sayings.first, others: sayings.count > 1 ? Array(sayings.dropFirst()) : nil,
      remedy: filled(entry.remedy), help: entry.help, accepted: parameters["accepted"])
  }

  /// Those that whoever releases it will hear: App Store Connect says nothing about what goes elsewhere, where others do.
  private func heard(_ sayings: [CatalogueEntry.Saying]) -> [CatalogueEntry.Saying] {
    guard let distribution = parameters["distribution"], distribution != Distribution.store.rawValue else {
      return sayings
    }
    let others = sayings.filter { $0.name != AppleSayings.appStoreConnect }
    return others.isEmpty ? sayings : others
  }

  /// The template with every `{name}` replaced by the parameter of that name; unknown places stay as they are.
  private func filled(_ template: String) -> String {
    var result = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open]
      result += parameters[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
