import KeyStores

/// Keys and credentials have the same verbs; this tells which of the two a command is about.
protocol EntryChapter: Sendable {
  static var chapter: StoreFolder.Chapter { get }
  /// `key` or `credential`.
  static var noun: String { get }
  /// `keys` or `credentials`, the command's own name.
  static var command: String { get }
}

enum KeyChapter: EntryChapter {
  static let chapter = StoreFolder.Chapter.keys
  static let noun = "key"
  static let command = "keys"
}

enum CredentialChapter: EntryChapter {
  static let chapter = StoreFolder.Chapter.credentials
  static let noun = "credential"
  static let command = "credentials"
}
