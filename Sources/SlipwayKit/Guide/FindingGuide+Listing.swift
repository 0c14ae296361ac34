import Pipelines
import Releases

extension FindingGuide {
  /// A chapter of the documentation: guides that belong together.
  package struct Chapter: Sendable {
    package let title: String
    package let guides: [FindingGuide]
  }

  /// Everything that can be found, in the order of the documentation.
  package static var chapters: [Chapter] {
    Catalogue.chapters.map { Chapter(title: $0.title, guides: $0.entries.map { FindingGuide($0) }) }
  }

  /// The ids that somebody may have meant: those that contain what was written, else the most alike.
  package static func ids(near name: String) -> [String] {
    let wanted = id(from: name)
    let ids = Catalogue.entries.map(\.id)
    let containing = ids.filter { wanted.count > 1 && $0.contains(wanted) }
    guard containing.isEmpty else { return Array(containing.prefix(5)) }
    var nearest: [String] = []
    while nearest.count < 3,
      let next = Nearest.word(to: wanted, among: ids.filter { !nearest.contains($0) })
    {
      nearest.append(next)
    }
    return nearest
  }
}
