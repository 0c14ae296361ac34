/// Every finding's sentences, the stores' words and the remedies, by the finding's id.
package enum Catalogue {
  /// All entries, platform by platform, in the order in which the documentation lists them.
  package static let entries: [CatalogueEntry] = android + apple + credentials

  /// The entry of a finding id; nil for an id that no policy raises.
  package static func entry(for id: String) -> CatalogueEntry? {
    byID[id]
  }

  private static let byID: [String: CatalogueEntry] = Dictionary(
    entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
