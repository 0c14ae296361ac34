import ArgumentParser
import Pipelines

/// Where a password comes from; never the password itself.
struct PasswordArguments: ParsableArguments {
  @Option(
    name: .customLong("password-env"),
    help: ArgumentHelp("The environment variable that holds the password.", valueName: "variable"))
  var variable: String?

  @Option(
    name: .customLong("password-file"),
    help: ArgumentHelp("The file that holds the password.", valueName: "file"),
    completion: .file())
  var file: String?

  func validate() throws {
    guard variable == nil || file == nil else {
      throw ValidationError("A password comes from a variable or from a file, not from both.")
    }
  }

  var reference: SecretReference? {
    variable.map(SecretReference.environment) ?? file.map(SecretReference.file)
  }
}

/// The same for the password of a key inside a keystore, where it has one of its own.
struct KeyPasswordArguments: ParsableArguments {
  @Option(
    name: .customLong("key-password-env"),
    help: ArgumentHelp(
      "The variable that holds the key's own password, when it has one.", valueName: "variable"))
  var variable: String?

  @Option(
    name: .customLong("key-password-file"),
    help: ArgumentHelp("The file that holds the key's own password.", valueName: "file"), completion: .file())
  var file: String?

  func validate() throws {
    guard variable == nil || file == nil else {
      throw ValidationError("A password comes from a variable or from a file, not from both.")
    }
  }

  var reference: SecretReference? {
    variable.map(SecretReference.environment) ?? file.map(SecretReference.file)
  }
}
