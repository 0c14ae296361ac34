import AppleApps
import ArgumentParser

/// The flags that change an iOS app before it is signed.
struct EditArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Another bundle id; those in the app keep what comes behind it.", valueName: "id"))
  var setBundleID: String?

  @Option(help: ArgumentHelp("Another version, such as 1.4.0.", valueName: "version"))
  var setVersion: String?

  @Option(help: ArgumentHelp("Another build number.", valueName: "build"))
  var setBuild: String?

  @Option(help: ArgumentHelp("Another name under the icon.", valueName: "name"))
  var setName: String?

  var edits: AppEdits {
    AppEdits(bundleID: setBundleID, version: setVersion, build: setBuild, name: setName)
  }
}
