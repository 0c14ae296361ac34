import Releases

extension Language {
  static let key = Record(
    "key", "What a key may sign, and where it is read from.",
    [
      Field(
        "platform", .choice(Platform.allCases.map(\.rawValue)), required: true, "The platform it signs for."),
      Field(
        "purpose", .choice(Purpose.allCases.map(\.rawValue)), required: true,
        "What it may sign for; its certificate must agree."),
      Field(
        "applications", .list(of: .text(application), atLeast: 1), "The only applications that it may sign."),
      Field("default", .boolean, "Whether it signs targets that ask for the default key."),
      Field(
        "keystore", data,
        "PKCS#12, JKS, JCEKS, BKS or PEM with key and certificates: a path, or { env: NAME } of base64."),
      Field("private-key", data, "A private key in PEM, DER or .pk8, with its certificate beside it."),
      Field("certificate", data, "The certificate chain of private-key, in PEM or DER."),
      Field("alias", .text(.line), "The entry of the keystore, when it has several."),
      Field(
        "password", .secret, "The keystore's or private key's password: { env: NAME } or { file: PATH }."),
      Field("key-password", .secret, "The entry's own password, when it differs from the keystore's."),
      Field(
        "profiles", .either([.list(of: data, atLeast: 1), .mapping(of: data, keys: name, atLeast: 1)]),
        "Apple provisioning profiles, as a list or by name."),
      Field(
        "team", .text(.pattern("[A-Z0-9]{10}", "an Apple team id of ten characters")),
        "The Apple team it belongs to."),
    ],
    alternatives: [["keystore"], ["private-key", "certificate"]])

  static let credential = Record(
    "credential", "What a destination logs in with.",
    [
      Field("google-service-account", .secret, "The service account's JSON."),
      Field("app-store-connect", .record(connectKey), "An App Store Connect API key."),
      Field("bearer", .secret, "A token."),
      Field("basic", .record(basic), "User and password."),
      Field("apns", .record(pushKey), "A push key of Apple."),
      Field("fcm", .secret, "The JSON of a service account that may push through Firebase."),
      Field("hosts", .list(of: .text(host), atLeast: 1), "The only hosts that it is sent to."),
    ],
    alternatives: [
      ["google-service-account"], ["app-store-connect"], ["bearer", "hosts"], ["basic", "hosts"], ["apns"],
      ["fcm"],
    ])

  static let connectKey = Record(
    "app-store-connect-key", "An App Store Connect API key.",
    [
      Field("key", .secret, required: true, "The .p8 file."),
      Field("id", .text(.line), required: true, "The key's id."),
      Field("issuer", .text(.line), "The issuer's id; none for an individual key."),
    ])

  static let basic = Record(
    "basic", "User and password.",
    [
      Field("user", .text(.line), required: true, "The user's name."),
      Field("password", .secret, required: true, "The password: { env: NAME } or { file: PATH }."),
    ])

  static let pushKey = Record(
    "apns-key", "A push key of Apple.",
    [
      Field("key", .secret, required: true, "The .p8 file."),
      Field("id", .text(.line), required: true, "The key's id."),
      Field("team", .text(.line), required: true, "The Apple team it belongs to."),
    ])

  static let host = TextForm.pattern(
    "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])", "a host's name or address",
    use: .address)
}
