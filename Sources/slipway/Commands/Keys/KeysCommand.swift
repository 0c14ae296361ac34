import ArgumentParser

/// `slipway keys …`: the signing keys that a team shares.
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Keeps signing keys in a folder that a team shares.",
    discussion: """
      The key store is a folder that can live in git. Secrets in it are encrypted in the age format to those who may \
      use them; everything else is readable and signed. Your own identity is in SLIPWAY_IDENTITY, in the file that \
      SLIPWAY_IDENTITY_FILE names, or in ~/.config/slipway/identity.txt, and never an argument.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "The store", subcommands: [KeysInitCommand.self, IdentityCommand.self, KeysPushCommand.self]),
      CommandGroup(
        name: "Keys",
        subcommands: [
          AddKeyCommand.self, GenerateCommand.self, ListCommand<KeyChapter>.self,
          ShowEntryCommand<KeyChapter>.self,
          DefaultCommand.self, UpdateCommand<KeyChapter>.self, RotateCommand.self,
          RenameCommand<KeyChapter>.self,
          RemoveCommand<KeyChapter>.self, ExportKeyCommand.self, ImportCommand.self,
        ]),
      CommandGroup(
        name: "People",
        subcommands: [
          ShareCommand<KeyChapter>.self, UnshareCommand<KeyChapter>.self, RecipientsCommand.self,
          WhoCommand<KeyChapter>.self,
          AuditCommand.self, AcceptCommand.self,

        ]),
    ])
}

/// `slipway credentials …`: what stores, servers and push services are logged in to with.
struct CredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Keeps what destinations and push services log in with, beside the keys.",
    subcommands: [
      AddCredentialCommand.self, ListCommand<CredentialChapter>.self,
      ShowEntryCommand<CredentialChapter>.self,
      UpdateCommand<CredentialChapter>.self, RotateCredentialCommand.self,
      RenameCommand<CredentialChapter>.self,
      RemoveCommand<CredentialChapter>.self,
      ExportCredentialCommand.self, ShareCommand<CredentialChapter>.self,
      UnshareCommand<CredentialChapter>.self,
      WhoCommand<CredentialChapter>.self,
    ])
}
