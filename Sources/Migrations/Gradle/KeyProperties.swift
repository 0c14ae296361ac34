import Cryptography
import Releases

/// The properties that an Android project's `build.gradle` takes its signing from, as Flutter's and Android's
/// documentation have it: `storeFile`, `storePassword`, `keyAlias`, `keyPassword`.
///
/// Nothing prescribes the names, so that a few others that are common are known too. The keystore is relative to the
/// app's module, which is most often `app/` beside the file, or to the file.
struct KeyProperties {
  private let path: String
  private let properties: JavaProperties

  /// Whether a file of this name is one.
  static func isNamed(_ name: String) -> Bool {
    ["key.properties", "keystore.properties", "signing.properties", "release-signing.properties"]
      .contains(name)
  }

  /// - Throws: ``MigrationError/malformedLine(path:line:)``, ``MigrationError/tooLarge(path:limit:)``,
  ///   ``MigrationError/file(_:)``.
  init(path: String) throws(MigrationError) {
    self.path = path
    properties = try JavaProperties(
      BoundedFile.read(path, limit: BoundedFile.textLimit), path: path)
  }

  /// - Throws: ``MigrationError/nothingFound(path:source:)``, ``MigrationError/missingMember(path:member:)``, and those
  ///   about the keystore.
  func read(into discovery: inout Discovery) throws(MigrationError) {
    let names = Dictionary(properties.keys.map { (Self.plain($0), $0) }) { first, _ in first }
    func find(_ alternatives: [String]) -> (member: String, value: String)? {
      alternatives.lazy.compactMap { names[$0] }.first.map { ($0, properties[$0] ?? "") }
    }
    let file = find(["storefile", "keystore", "keystorefile", "keystorepath"])
    let password = find(["storepassword", "keystorepassword"])
    let alias = find(["keyalias", "alias"])
    let keyPassword = find(["keypassword", "keyaliaspassword"])
    guard file != nil || password != nil || alias != nil else {
      throw .nothingFound(path: path, source: .gradleProperties)
    }
    guard let file, !file.value.isEmpty else { throw .missingMember(path: path, member: "storeFile") }
    let folder = FilePath.folder(of: path)
    let beside = FilePath.resolve(file.value, in: folder)
    let inModule = FilePath.resolve(file.value, in: FilePath.resolve("app", in: folder))
    let reference = KeystoreReference(
      file: path, member: file.member, paths: beside == inModule ? [beside] : [inModule, beside],
      alias: alias?.value,
      password: password.map { WrittenSecret(member: $0.member, secret: SecretBytes($0.value)) },
      keyPassword: keyPassword.map { WrittenSecret(member: $0.member, secret: SecretBytes($0.value)) })
    try discovery.add(reference, platform: .android)
  }

  /// A name without what people write differently: `STORE_FILE`, `store.file`, `storeFile`.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "." && $0 != "-" }
  }
}
