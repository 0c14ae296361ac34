import ArgumentParser
import KeyStores
import SlipwayKit

struct UpdateCommand<Chapter: EntryChapter>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "update", abstract: "Changes what is said of a \(Chapter.noun), or its lock.",
      discussion:
        "A renewed certificate or profile comes with slipway keys add FILE, which finds the key it belongs to."
    )
  }

  @Argument(help: "Its name.") var name: String
  @Option(help: ArgumentHelp("A title for people.", valueName: "text")) var title: String?
  @Option(
    name: .customLong("application"),
    help: ArgumentHelp("The applications it may be used for, instead of before. Repeatable.", valueName: "id")
  )
  var applications: [String] = []
  @Flag(help: "It may be used for any application.") var anyApplication = false
  @Flag(help: "Lock it with a passphrase, or with another one.") var lock = false
  @Flag(help: "Unlock it for good.") var unlock = false
  @Option(
    name: .customLong("remove-profile"),
    help: ArgumentHelp("A profile to leave out, by UUID. Repeatable.", valueName: "uuid"))
  var removedProfiles: [String] = []
  @OptionGroup var store: StoreArguments

  func validate() throws {
    guard !lock || !unlock else { throw ValidationError("Say --lock or --unlock.") }
    guard !anyApplication || applications.isEmpty else {
      throw ValidationError("Say --application or --any-application.")
    }
    guard
      title != nil || !applications.isEmpty || anyApplication || lock || unlock || !removedProfiles.isEmpty
    else {
      throw ValidationError("Say what is to be changed.")
    }
  }

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      var update = EntryUpdate(access, name: name, chapter: Chapter.chapter)
      update.title = title
      update.applications = anyApplication ? [] : applications.isEmpty ? nil : applications
      update.locking = lock ? .lock : unlock ? .unlock : .keep
      update.removedProfiles = removedProfiles
      let (entry, store) = try update.perform()
      session.console.line(Piece("✓ ", .green), Piece("changed "), Piece(name, .bold))
      session.console.show(entry, in: store, today: session.invocation.now)
      return .done
    }
  }
}

struct RotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Puts another key in the place of one, under the same name.",
    discussion: """
      For a key that was exposed. With files the new key is read from them; --generate makes a new Android upload key, \
      whose certificate Google Play has to accept first (Play Console, App integrity, Request upload key reset). What was \
      signed before stays signed with the old key.
      """)

  @Argument(help: "The key's name.") var name: String
  @Argument(help: "The new key's files.", completion: .file()) var files: [String] = []
  @Flag(help: "Make the new key here; for Android.") var generate = false
  @Flag(help: "Do not ask.") var yes = false
  @Option(help: ArgumentHelp("Which key of the keystore, when it holds several.", valueName: "name"))
  var alias: String?
  @OptionGroup var password: PasswordArguments
  @OptionGroup var store: StoreArguments

  func validate() throws {
    guard generate == files.isEmpty else { throw ValidationError("Give the new key's files, or --generate.") }
  }

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      try session.confirm("Put another key in the place of \(name)?", unless: yes)
      let rotation = KeyRotation(access, name: name, files: files, alias: alias, password: password.reference)
      let (entry, store) = try rotation.perform()
      session.console.line(Piece("✓ ", .green), Piece("rotated "), Piece(name, .bold))
      session.console.show(entry, in: store, today: session.invocation.now)
      return .done
    }
  }
}
