import Cryptography
import FieldTools
import Testing

@testable import Migrations

@Suite struct DamagedFileTests {
  @Test(
    arguments: [
      (
        .credentialsJSON, "credentials.json",
        #"{"android":{"keystore":{"keystorePath":"k","keystorePassword":"","keyAlias":"acme"}}}"#
      ),
      (
        .buildJSON, "build.json",
        #"{"android":{"debug":{"keystore":"k","alias":"acme"}},"ios":{"debug":{"provisioningProfile":{"a":"b"}}}}"#
      ),
      (.gradleProperties, "key.properties", "storeFile=\\u006b\nstorePassword:\\\n  \nkeyAlias acme\n"),
    ] as [(Migration.Source, String, String)])
  func `every cut and every flipped bit is read or refused`(
    _ source: Migration.Source, _ name: String, _ text: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write("k", TestKey.android().pkcs12(password: ""))
    let whole = Array(text.utf8)
    func read(_ bytes: [UInt8]) throws -> Migration? {
      let path = try folder.write(name, bytes)
      // Whatever is thrown is an error of the module's own, as the compiler knows: a trap is what is looked for.
      return try? Migration.read(source, at: path)
    }
    #expect(try read(whole)?.keys.count == 1)
    for count in whole.indices { _ = try read(Array(whole[..<count])) }
    for index in whole.indices {
      for bit in [0x01, 0x20, 0x80] as [UInt8] {
        var changed = whole
        changed[index] ^= bit
        _ = try read(changed)
      }
    }
  }
}
