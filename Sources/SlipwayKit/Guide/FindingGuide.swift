import AndroidApps
import AppleApps
import Credentials
package import Releases

/// All there is to say about one kind of finding, whether anybody has it or not.
package struct FindingGuide: Encodable, Sendable {
  /// How grave it is in each format that it is about, by where the package is going; what is absent there is nobody's
  /// concern.
  package struct Severities: Encodable, Equatable, Sendable {
    package var apk: SeverityByDestination?
    package var aab: SeverityByDestination?
    package var ipa: SeverityByDestination?

    /// The severities in all formats that it is about, where they are the same.
    package var shared: SeverityByDestination? {
      let all = [apk, aab, ipa].compactMap(\.self)
      return all.allSatisfy { $0 == all.first } ? all.first : nil
    }
  }

  /// A store's words, with a page on which somebody was told so.
  package struct Saying: Encodable, Equatable, Sendable {
    package var name: String
    package var says: String
    package var source: String?
  }

  package var id: String
  /// What it is about: `certificate`, `purpose`, `signature`, `application`, `compatibility`, `package`, `size`.
  package var about: String
  /// Whether a pipeline may accept it with a reason.
  package var isAcceptable: Bool
  /// The sentence, with `‹words›` where a finding has its own.
  package var message: String
  package var severities: Severities
  package var stores: [Saying]
  package var remedy: String
  package var help: String

  private enum CodingKeys: String, CodingKey {
    case id, about
    case isAcceptable = "acceptable"
    case message, severities, stores, remedy, help
  }

  package init(_ entry: CatalogueEntry) {
    id = entry.id
    about = entry.subject.rawValue
    isAcceptable = entry.subject.isAcceptable
    message = Self.inWords(entry.message)
    severities = Self.severities(of: entry.id)
    stores = entry.sayings.map { Saying(name: $0.name, says: Self.inWords($0.says), source: $0.source) }
    remedy = Self.inWords(entry.remedy)
    help = entry.help
  }

  /// The guide to a finding, by its id or by the name that apksig has for it (`V2_SIG_DID_NOT_VERIFY`); nil when there
  /// is none.
  package init?(for name: String) {
    guard let entry = Catalogue.entry(for: Self.id(from: name)) else { return nil }
    self.init(entry)
  }

  static func id(from name: String) -> String {
    name.lowercased().replacing("_", with: "-")
  }

  private static func severities(of id: String) -> Severities {
    if let verdict = AndroidVerdicts.verdict(on: id) {
      return Severities(apk: verdict.apk, aab: verdict.aab)
    }
    if let severities = AppleVerdicts.severities(of: id) { return Severities(ipa: severities) }
    let issue = SignatureIssue(rawValue: id)?.severity
    let severity = issue ?? Keystore.severity(of: id)
    let everywhere = severity.map(SeverityByDestination.everywhere) ?? .nowhere
    return Severities(apk: everywhere, aab: everywhere, ipa: issue == nil ? everywhere : nil)
  }

  /// `{notAfter}` becomes `‹not after›`.
  private static func inWords(_ template: String) -> String {
    template.replacing(/\{([A-Za-z]+)\}/) { match in
      let words = match.1.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }
      return "‹" + words.joined() + "›"
    }
  }
}
