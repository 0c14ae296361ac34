import Releases
import SlipwayKit

extension Console {
  /// Shows all there is to say about a kind of finding.
  func show(_ guide: FindingGuide) {
    line(Piece(guide.id, .bold))
    line(Piece("  " + guide.message))
    line()
    for row in guide.severityTable.lines { line([Piece("  ")] + row) }
    line()
    for store in guide.stores {
      line(Piece("  \(store.name) says: “\(store.says)”"))
      if let source = store.source { line(Piece("    seen at \(source)", .dim)) }
    }
    show(remedy: guide.remedy)
    line(Piece("    \(guide.help)", .dim))
    line(
      Piece(
        guide.isAcceptable
          ? "  A pipeline may accept it with a reason: verify: { accept: { \(guide.id): why } }."
          : "  No pipeline may accept it: what is about certificates, purposes and signatures stands.", .dim))
  }

  /// Lists all findings, a line each.
  func list(_ chapters: [FindingGuide.Chapter]) {
    for (index, chapter) in chapters.enumerated() {
      if index > 0 { line() }
      let width = chapter.guides.map(\.id.count).max() ?? 0
      line(Piece(chapter.title, .bold))
      for guide in chapter.guides {
        line(
          Piece("  " + guide.id + String(repeating: " ", count: width - guide.id.count + 2)),
          Piece(guide.message, .dim))
      }
    }
    line()
    line(Piece("slipway help finding ID says where each is an error, what stores say and what to do."))
  }
}

extension FindingGuide {
  /// The distributions, and before them Google Play, with the severity in each.
  static let destinations: [(name: String, severity: @Sendable (SeverityByDestination) -> Severity?)] = [
    ("Google Play", \.googlePlay), ("store", \.store), ("ad-hoc", \.adHoc), ("enterprise", \.enterprise),
    ("debug", \.debug),
  ]

  /// Those that a package of its kind can have: Google Play takes no apps for Apple's platforms.
  var destinations: [(name: String, severity: @Sendable (SeverityByDestination) -> Severity?)] {
    isForApple ? Array(Self.destinations.dropFirst()) : Self.destinations
  }

  /// Whether it is about apps for Apple's platforms alone.
  var isForApple: Bool { severities.ipa != nil && severities.apk == nil && severities.aab == nil }

  fileprivate var severityTable: Table {
    func piece(_ severity: Severity?) -> Piece { Piece(severity?.rawValue ?? "–", severity?.style ?? .dim) }
    if let shared = severities.shared {
      var table = Table("FOR", "SEVERITY")
      for (name, severity) in destinations { table.add([Piece(name), piece(severity(shared))]) }
      return table
    }
    var table = Table("FOR", "APK", "BUNDLE")
    for (name, severity) in Self.destinations {
      table.add([
        Piece(name), piece(severities.apk.flatMap(severity)), piece(severities.aab.flatMap(severity)),
      ])
    }
    return table
  }
}
