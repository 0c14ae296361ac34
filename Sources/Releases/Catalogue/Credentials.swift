extension Catalogue {
  /// Findings about keys and the files they come in.
  static let credentials: [CatalogueEntry] = [
    CatalogueEntry(
      "legacy-keystore-encryption", about: .certificate,
      message: "{keystore} is protected with RC2, triple DES or SHA-1, as keystores were before 2018.",
      remedy:
        "Convert it: keytool -importkeystore -srckeystore {keystore} -srcstoretype {type} -destkeystore keys.p12 -deststoretype pkcs12",
      help: "https://docs.openssl.org/3.0/man7/OSSL_PROVIDER-legacy/"),
    CatalogueEntry(
      "lock-missing", about: .signature,
      message: "There is no {lock}, so that another key or an older key store would not be noticed.",
      remedy: "Write it with slipway lock and commit it; lock: required in the pipeline file insists on it.",
      help: "https://slsa.dev/spec/v1.0/threats"),
  ]
}
