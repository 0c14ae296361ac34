import Releases

extension Language {
  static let target = Record(
    "target", "One app for one platform, going to one place.",
    [Field("each", .record(each), "Makes one target of each row, named TARGET/ROW.")] + targetFields)

  static let targetDefaults = Record("target-defaults", "What targets have in common.", targetFields)

  /// What a target has to say may also come from the defaults, so nothing is required here.
  private static let targetFields = [
    Field("platform", .choice(Platform.allCases.map(\.rawValue)), "The platform."),
    Field("distribution", .choice(Distribution.allCases.map(\.rawValue)), "Where the artifact is going."),
    Field("application", .text(application), "The app's id. Required for everything but debug."),
    Field("expect", .record(expectation), "What the payload must turn out to be."),
    Field("build", .record(build), "The command that makes the payload, run first."),
    Field("payload", .text(.glob), "What is packaged and signed: a path or glob with exactly one match."),
    Field("package", .record(package), "How the artifact is put together."),
    Field("sign", .record(sign), "With which key, and how."),
    Field("verify", .record(verify), "How findings are judged."),
    Field(
      "archives", .mapping(of: .record(archive), keys: name, atLeast: 0),
      "Files and folders that are packed and delivered beside the artifact."),
    Field(
      "attach", .mapping(of: .text(.glob), keys: name, atLeast: 0),
      "Files that are delivered beside the artifact as they are."),
    Field("output", .text(.path), "The folder that artifacts are made in; `out` when not said."),
    Field("deliver", .list(of: .record(destination), atLeast: 0), "Where the artifact goes, in this order."),
    Field("push", .list(of: .text(.line), atLeast: 1), "The push credentials that the app needs."),
  ]

  static let each = Record(
    "each", "The rows that targets are made of.",
    [
      Field("from", .text(.path), "A CSV file whose first line names the columns."),
      Field(
        "rows", .list(of: .mapping(of: .text(.line), keys: variable, atLeast: 1), atLeast: 1),
        "The rows themselves."),
      Field("name", .text(.literal), required: true, "The column that names the targets."),
    ], alternatives: [["from"], ["rows"]])

  static let expectation = Record(
    "expect", "What the payload must turn out to be.",
    [
      Field("version", .text(.line), "The version that people see."),
      Field("build", .text(.line), "The version code or build number."),
      Field(
        "certificate",
        .text(
          .pattern("(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}", "a SHA-256 fingerprint of 64 hexadecimal digits")
        ),
        "The SHA-256 fingerprint of the certificate that must have signed."),
    ])

  static let build = Record(
    "build", "The command that makes the payload.",
    [
      Field(
        "run", .list(of: .text(TextForm(rule: .prose, use: .command)), atLeast: 1),
        "The program and its arguments, without a shell and without substitution."),
      Field("inputs", .list(of: .text(.glob), atLeast: 1), "What it reads; unchanged, the step is skipped."),
      Field(
        "env", .mapping(of: .text(.prose), keys: environmentName(.literal), atLeast: 0),
        "Its whole environment; `inherit` passes a variable on."),
      Field(
        "timeout", .text(.pattern("[1-9][0-9]{0,5}(?:s|m|h)", "a time such as 90s, 30m or 2h")),
        "When it is stopped, such as 30m."),
    ])

  static let package = Record(
    "package", "How the artifact is put together.",
    [
      Field(
        "format", .choice(PackageFormat.allCases.map(\.rawValue)),
        "The artifact's format; the payload's when not said."),
      Field(
        "alignment", .choice(["16384", "4096", "preserve"]),
        "Where uncompressed native libraries start; 16384 when not said."),
      Field("compression", .integer(0...12), "The deflate level of what is compressed anew."),
      Field("edit", .record(edit), "What of an iOS app is changed before it is signed."),
      Field(
        "symbols", .boolean,
        "Whether the dSYMs of an .xcarchive are packed and delivered beside the artifact; true when not said."
      ),
    ])

  static let edit = Record(
    "edit", "What of an iOS app is changed before it is signed.",
    [
      Field("bundle-id", .text(application), "The app's bundle id; those in it keep what comes behind it."),
      Field("version", .text(.line), "The version that people see, CFBundleShortVersionString."),
      Field("build", .text(.line), "The bundle version, CFBundleVersion."),
      Field("name", .text(.line), "The name under the icon, CFBundleDisplayName."),
    ])

  static let sign = Record(
    "sign", "With which key, and how.",
    [
      Field(
        "key", .either([.text(.line), .list(of: .text(.line), atLeast: 1)]),
        "A key's name, `default`, or a list of them for several signers."),
      Field(
        "schemes", .list(of: .choice(SignDeclaration.AndroidScheme.allCases.map(\.rawValue)), atLeast: 1),
        "Android signature schemes; chosen by SDK levels when not said."),
      Field("min-sdk", .integer(1...10000), "The lowest Android API level that the signatures must suit."),
      Field(
        "entitlements", .mapping(of: .text(.path), keys: application, atLeast: 0),
        "Entitlements by bundle id: a file, `profile` or `payload`."),
      Field(
        "hardened-runtime", .boolean, "Whether code for macOS, and only that, gets the hardened runtime."),
    ])

  static let verify = Record(
    "verify", "How findings are judged.",
    [
      Field(
        "accept",
        .mapping(of: .text(.prose), keys: .pattern("[a-z0-9][a-z0-9-]*", "a finding's id"), atLeast: 0),
        "Findings that are no errors here, by id, each with the reason. Never one about a certificate, a purpose or a signature."
      )
    ])

  static let archive = Record(
    "archive", "What is packed and delivered beside the artifact.",
    [
      Field("from", .text(.path), required: true, "The file or folder."),
      Field(
        "format", .choice(ArchiveDeclaration.Format.allCases.map(\.rawValue)), "tar.zst when not said."),
    ])
}
