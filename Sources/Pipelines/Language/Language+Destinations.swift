extension Language {
  static let destination = Record(
    "destination", "Where the artifact goes.",
    [
      Field("directory", .record(directory), "A folder."),
      Field("http", .record(http), "A server that takes PUT."),
      Field("google-play", .record(googlePlay), "Google Play."),
      Field("app-store-connect", .record(appStoreConnect), "App Store Connect and TestFlight."),
    ], alternatives: [["directory"], ["http"], ["google-play"], ["app-store-connect"]])

  static let directory = Record(
    "directory", "A folder.",
    [
      Field("path", .text(.path), required: true, "The folder."),
      Field("replace", .boolean, "Whether a file of the same name and another digest is replaced."),
      Field("name", .text(fileName), "The file's name there; the artifact's own when not said."),
      Field(
        "install-page", .record(installPage),
        "A page beside the artifact from which devices install it; for ios with ad-hoc or enterprise."),
    ])

  static let installPage = Record(
    "install-page", "A page from which devices install the app.",
    [
      Field(
        "url", .text(webAddress), required: true,
        "The https address under which the folder will be served.")
    ])

  static let http = Record(
    "http", "A server that takes PUT.",
    [
      Field(
        "url", .text(webAddress), required: true, "The file's address, or a folder's that ends in `/`."),
      Field("credential", .text(.line), "What to log in with."),
      Field(
        "headers",
        .mapping(
          of: .text(.line), keys: .pattern("[A-Za-z0-9][A-Za-z0-9_-]*", "a header's name"), atLeast: 0),
        "Further request headers."),
      Field("replace", .boolean, "Whether a file of the same address and another digest is replaced."),
      Field("ca", .text(.path), "A PEM file of the certificates to trust instead of the system's."),
      Field("allow-http", .boolean, "Whether the address may be http beyond this machine."),
      Field(
        "patience", .text(.pattern("[1-9][0-9]{0,5}(?:s|m|h)", "a time such as 90s, 30m or 2h")),
        "How long a transfer may stand still before it is given up; 60s when not said."),
      Field("attempts", .integer(1...100), "Tries in all when the server fails; 6 when not said."),
    ])

  static let googlePlay = Record(
    "google-play", "Google Play.",
    [
      Field("credential", .text(.line), required: true, "The service account to log in with."),
      Field(
        "track", .text(.line), required: true, "internal, alpha, beta, production or a track of your own."),
      Field(
        "status", .choice(GooglePlayDeclaration.Status.allCases.map(\.rawValue)), "completed when not said."),
      Field(
        "rollout",
        .text(.pattern("(?![0.]+%)[0-9]{1,2}(?:\\.[0-9]{1,4})?%", "a share of users such as 5%")),
        "The share of users that a staged release reaches, such as 5%."),
      Field("notes", notes, "What is new, by language."),
    ])

  static let appStoreConnect = Record(
    "app-store-connect", "App Store Connect and TestFlight.",
    [
      Field("credential", .text(.line), required: true, "The API key to log in with."),
      Field("groups", .list(of: .text(.line), atLeast: 1), "TestFlight groups that get the build."),
      Field("notes", notes, "What to test, by language."),
    ])

  private static let notes = Shape.mapping(
    of: .text(.prose), keys: .pattern("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language such as en-US"),
    atLeast: 1)

  private static let webAddress = TextForm.pattern(
    "[Hh][Tt][Tt][Pp][Ss]?://[^\\u0000-\\u0020\\u007F-\\u009F]+", "an http or https address", use: .address)

  private static let fileName = TextForm.pattern(
    "(?!\\.{1,2}$)[^/\\\\\\u0000-\\u001F\\u007F-\\u009F]{1,255}", "a file's name without folders", use: .path)
}
