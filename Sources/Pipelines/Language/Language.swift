import Releases

/// The words of the pipeline file, version 1: what may stand where, and what editors say about it.
enum Language {
  static let pipeline = Record(
    "pipeline", "App targets, and how each becomes a signed and delivered package.",
    [
      Field("slipway", .integer(1...1), required: true, "The version of the language. Always 1."),
      Field("name", .text(.line), required: true, "The pipeline's name in reports."),
      Field("trust", .list(of: .text(.path)), "Files of further anchors that Apple chains may end at."),
      Field(
        "release", .choice(ReleaseMode.allCases.map(\.rawValue)),
        "together: deliveries start when all targets are verified. independent: each target's as soon as it is."
      ),
      Field("key-store", .record(keyStore), "The folder of shared keys and credentials."),
      Field(
        "lock", .choice(LockMode.allCases.map(\.rawValue)),
        "required: nothing for a store, devices or a company runs without an up-to-date slipway.lock."),
      Field(
        "inputs", .mapping(of: .record(input), keys: variable, atLeast: 0),
        "The only things from outside that ${{ inputs.NAME }} may stand for."),
      Field("keys", .mapping(of: .record(key), keys: name, atLeast: 0), "Signing keys, by name."),
      Field(
        "credentials", .mapping(of: .record(credential), keys: name, atLeast: 0),
        "What destinations log in with, by name."),
      Field("defaults", .record(defaults), "Merged under each target: all, then its platform."),
      Field(
        "targets", .mapping(of: .record(target), keys: name, atLeast: 1), required: true, "The apps, by name."
      ),
    ])

  static let keyStore = Record(
    "key-store", "The folder of shared keys and credentials.",
    [
      Field("path", .text(.path), required: true, "The folder, beside the pipeline file unless absolute."),
      Field("trust", .text(.line), "The fingerprint of the store's first writer."),
    ])

  static let input = Record(
    "input", "A value that comes from outside.",
    [
      Field(
        "pattern", .text(TextForm(rule: .line, use: .literal)),
        "A regular expression that must match the whole value."),
      Field("env", .text(environmentName(.literal)), "The environment variable that holds the value."),
      Field("default", .text(.literal), "The value when neither --set nor the variable gives one."),
    ])

  static let secret = Record(
    "secret", "Where a secret is read from; never the secret itself.",
    [
      Field("env", .text(environmentName(.plain)), "The environment variable that holds it."),
      Field("file", .text(.path), "The file that holds it."),
    ], alternatives: [["env"], ["file"]])

  static let defaults = Record(
    "defaults", "What targets have in common.",
    [
      Field("all", .record(targetDefaults), "For every target.")
    ] + Platform.allCases.map { Field($0.rawValue, .record(targetDefaults), "For \($0.rawValue) targets.") })

  /// Names become file names and words of commands.
  static let name = TextForm.pattern(
    "(?!default$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    "a name of letters, digits, dots, dashes and underscores, other than `default`")

  static let variable = TextForm.pattern(
    "[A-Za-z_][A-Za-z0-9_-]{0,99}", "a name of letters, digits, dashes and underscores")

  static let application = TextForm.pattern(
    "[A-Za-z0-9][A-Za-z0-9._-]{0,254}", "an application id such as com.acme.app")

  static func environmentName(_ use: TextForm.Use) -> TextForm {
    .pattern("[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable", use: use)
  }

  /// A file by its path, or an environment variable that holds the bytes in base64.
  static let data = Shape.either([.text(.path), .record(dataVariable)])

  static let dataVariable = Record(
    "base64-variable", "An environment variable that holds the file in base64.",
    [Field("env", .text(environmentName(.plain)), required: true, "The variable's name.")])
}
