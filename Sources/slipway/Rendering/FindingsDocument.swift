import Releases
import SlipwayKit

/// `docs/findings.md`: every finding in tables, a chapter each.
struct FindingsDocument {
  let chapters: [FindingGuide.Chapter]

  var text: String {
    var lines = Self.introduction
    for chapter in chapters {
      lines += ["", "## \(chapter.title)", ""]
      let shared = Self.sharedSayings(chapter)
      if !shared.isEmpty { lines += [Self.text(shared, lead: "Where one of these is an error, "), ""] }
      let destinations =
        chapter.guides.allSatisfy(\.isForApple)
        ? chapter.guides.first?.destinations ?? [] : FindingGuide.destinations
      lines += Markdown.table(
        ["finding", "what is wrong", "what to do"] + destinations.map(\.name),
        chapter.guides.map { guide in
          Self.row(guide, shared: shared) + destinations.map { Self.cell(guide.severities, $0.severity) }
        })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text of one finding, for `slipway help finding ID --format markdown`.
  static func text(of guide: FindingGuide) -> String {
    let severities = guide.destinations.map { name, severity in
      [name] + formats(guide.severities).map { word(severity($0.severities)) }
    }
    let stores = guide.stores.map { store in
      let source = store.source.map { " ([source](\($0)))" } ?? ""
      return "- \(Markdown.text(store.name)): “\(Markdown.text(store.says))”\(source)"
    }
    let parts = [
      ["### `\(guide.id)`"], [Markdown.text(guide.message)],
      Markdown.table(["for"] + formats(guide.severities).map(\.name), severities), stores,
      ["What to do: \(Markdown.text(guide.remedy)) [More](\(guide.help))"],
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static let introduction = [
    "# Findings",
    "",
    "What Slipway finds in packages and keys, and how grave it is by where the package is going. An *error* stops it,",
    "a *warning* is likely to be regretted, a *note* is worth knowing; – is where nobody minds. *Google Play* is what is",
    "delivered there, whatever its distribution; the other columns are the distributions of `--for` and of pipeline",
    "files. Where APKs and bundles differ, the cell says which is which. Quotations are the stores' own words, linked",
    "to a page on which somebody was told so.",
    "",
    "A pipeline may accept a finding with a reason (`verify: { accept: { ID: why } }`), but none that is about a",
    "certificate, a key's purpose or a signature: these are marked with ✱.",
    "",
    "`make docs` prints this page from the catalogue; `slipway help finding ID` says the same of one finding.",
  ]

  private static func row(_ guide: FindingGuide, shared: [FindingGuide.Saying]) -> [String] {
    let stores = guide.stores == shared ? "" : text(guide.stores, lead: "<br>")
    return [
      "<a id=\"\(guide.id)\"></a>`\(guide.id)`\(guide.isAcceptable ? "" : " ✱")",
      Markdown.text(guide.message) + stores,
      Markdown.text(guide.remedy) + " [More](\(guide.help))",
    ]
  }

  private static func cell(
    _ severities: FindingGuide.Severities, _ severity: (SeverityByDestination) -> Severity?
  ) -> String {
    if let shared = severities.shared { return word(severity(shared)) }
    let cells = formats(severities).map { ($0.name, severity($0.severities)) }
    if let first = cells.first, cells.allSatisfy({ $0.1 == first.1 }) { return word(first.1) }
    return cells.compactMap { format, severity in severity.map { "\(format): \($0.rawValue)" } }
      .joined(separator: "<br>")
  }

  /// The formats that a finding is about, with their severities.
  private static func formats(
    _ severities: FindingGuide.Severities
  ) -> [(name: String, severities: SeverityByDestination)] {
    [("APK", severities.apk), ("bundle", severities.aab), ("iOS", severities.ipa)].compactMap { name, own in
      own.map { (name, $0) }
    }
  }

  private static func word(_ severity: Severity?) -> String { severity?.rawValue ?? "–" }

  /// What the stores say to all of a chapter that they say anything to.
  private static func sharedSayings(_ chapter: FindingGuide.Chapter) -> [FindingGuide.Saying] {
    let all = chapter.guides.map(\.stores).filter { !$0.isEmpty }
    guard all.count > 1, let first = all.first, all.allSatisfy({ $0 == first }) else { return [] }
    return first
  }

  private static func text(_ sayings: [FindingGuide.Saying], lead: String) -> String {
    sayings.map { saying in
      let words = "“\(Markdown.text(saying.says))”"
      let quotation = saying.source.map { "[\(words)](\($0))" } ?? words
      return "\(lead)\(Markdown.text(saying.name)) says: \(quotation)"
    }.joined()
  }
}
