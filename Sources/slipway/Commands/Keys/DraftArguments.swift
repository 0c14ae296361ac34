import ArgumentParser
import KeyStores
import Releases
import SlipwayKit

/// What is said of a new key or credential.
struct DraftArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A title for people.", valueName: "text"))
  var title: String?

  @Option(
    name: .customLong("application"),
    help: ArgumentHelp("The only application it may sign or be used for. Repeatable.", valueName: "id"))
  var applications: [String] = []

  @Option(
    name: .customLong("group"),
    help: ArgumentHelp(
      "A group that may use it. Repeatable. (default: by purpose; distribution keys for release and ci, others for all)",
      valueName: "name"))
  var groups: [String] = []

  @Option(
    name: .customLong("share"),
    help: ArgumentHelp("Somebody else who may use it. Repeatable.", valueName: "name"))
  var people: [String] = []

  @Flag(
    help: "Lock it with a passphrase beyond the identity, from SLIPWAY_PASSPHRASE_NAME, a file, or asked for."
  )
  var lock = false

  func draft(name: String?, isDefault: Bool = false) -> KeyDraft {
    var draft = KeyDraft()
    draft.name = name
    draft.title = title
    draft.applications = applications
    draft.groups = groups.isEmpty ? nil : groups
    draft.people = people
    draft.isLocked = lock
    draft.isDefault = isDefault
    return draft
  }
}

extension Purpose: ExpressibleByArgument {}
extension Platform: ExpressibleByArgument {}
