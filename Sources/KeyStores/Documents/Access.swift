import Releases

/// Who may use what: the groups that are known, and which of them an entry is shared with when nothing is said.
package enum Access {
  package static let release = "release"
  package static let ci = "ci"
  package static let developers = "developers"

  /// The groups that defaults speak of; a recipient may be in others too.
  package static let groups = [release, ci, developers]

  /// Debug and development keys are for all; what can reach a store is for those who release, and for CI.
  package static func defaultGroups(of subject: Entry.Subject) -> [String] {
    switch subject {
    case .key(let facts) where facts.purpose != .distribution: groups
    default: [ci, release]
    }
  }
}

extension Entry {
  /// The names of those who may use the entry, among the recipients of the store, sorted.
  func entitled(among recipients: some Sequence<RecipientRecord>) -> [String] {
    recipients.filter { recipient in
      people.contains(recipient.name) || recipient.groups.contains(where: groups.contains)
    }.map(\.name).sorted()
  }
}
