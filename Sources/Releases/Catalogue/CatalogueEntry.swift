/// Everything that is said to people about one kind of finding.
///
/// Templates hold places in braces, such as `{certificate}`, that a finding's parameters fill.
package struct CatalogueEntry: Sendable {
  /// What a finding is about.
  ///
  /// It decides whether `accept:` may mute it.
  package enum Subject: String, Sendable {
    case certificate, purpose, signature
    case application, compatibility, package, size

    /// Whether a pipeline may accept such a finding with a reason: never one about who signed.
    package var isAcceptable: Bool {
      switch self {
      case .certificate, .purpose, .signature: false
      case .application, .compatibility, .package, .size: true
      }
    }
  }

  /// The words that a store, or the system of the devices, uses for the same fault.
  package struct Saying: Codable, Equatable, Sendable {
    package var name: String
    package var says: String
    /// A page on which somebody was told so.
    package var source: String?

    package init(_ name: String, _ says: String, source: String? = nil) {
      self.name = name
      self.says = says
      self.source = source
    }

    /// Documents hold the words alone.
    private enum CodingKeys: String, CodingKey {
      case name, says
    }
  }

  package let id: String
  package let subject: Subject
  /// One sentence: what is wrong, with the offender.
  package let message: String
  /// The stores' words, the one shown first in front.
  package let sayings: [Saying]
  /// One sentence: what to do, with a pipeline file or without one.
  package let remedy: String
  /// A page that says more.
  package let help: String

  package init(
    _ id: String, about subject: Subject, message: String, sayings: [Saying] = [], remedy: String,
    help: String
  ) {
    self.id = id
    self.subject = subject
    self.message = message
    self.sayings = sayings
    self.remedy = remedy
    self.help = help
  }
}
