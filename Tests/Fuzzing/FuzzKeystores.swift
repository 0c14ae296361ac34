import Cryptography

@testable import Credentials

private let password = SecretBytes("secret")

/// A keystore, with and without its password, and its entries as if the password had been right.
func fuzzKeystore(_ bytes: [UInt8]) {
  _ = try? Keystore.open(bytes, origin: "fuzzed", password: password)
  for password in [nil, password] {
    guard let file = try? CredentialFile(bytes, origin: "AuthKey_2X9R4HXF34.p8", password: password) else {
      continue
    }
    require(file.bytes == SecretBytes(bytes), "the file is not what was given")
  }
  let entries =
    (try? JavaKeystore(unchecked: bytes).entries) ?? (try? BouncyCastleKeystore(unchecked: bytes).entries)
    ?? []
  for entry in entries {
    _ = try? entry.certificates()
    _ = try? entry.privateKey(passwords: [password])
  }
}
