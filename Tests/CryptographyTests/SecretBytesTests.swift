import Testing

@testable import Cryptography

@Suite struct SecretBytesTests {
  struct Holder {
    let password: SecretBytes
    let key: PrivateKey
    let entry: PKCS12.Entry
  }

  @Test func `shows nothing, whichever way it is printed`() throws {
    let key = try TestKeys.ec.get()
    let holder = Holder(
      password: SecretBytes("hunter2"), key: key,
      entry: PKCS12.Entry(name: "alias", key: key, certificates: []))
    #expect("\(holder.password)" == "«redacted»")
    #expect(String(reflecting: holder.password) == "«redacted»")
    #expect("\(key)" == "«redacted»")
    #expect(String(reflecting: key) == "«redacted»")
    #expect(Mirror(reflecting: holder.password).children.isEmpty)
    #expect(Mirror(reflecting: key).children.isEmpty)

    var dumped = ""
    dump(holder, to: &dumped)
    dump(SecretBytes("hunter2"), to: &dumped)
    var printed = ""
    print(holder, [holder.password], ["key": key], Optional(key) as Any, separator: " ", to: &printed)
    debugPrint(holder, to: &printed)
    for text in [dumped, printed] {
      #expect(text.contains("«redacted»"))
      for leak in ["hunter2", "storage", "handle", "0x", "104", "publicKeyInfo"] {
        #expect(!text.contains(leak), "\(leak) is in \(text)")
      }
    }
  }

  @Test func `lends its bytes and compares them`() {
    let secret = SecretBytes("sesame")
    #expect(secret.withBytes { Array($0) } == Array("sesame".utf8))
    #expect(secret.count == 6 && !secret.isEmpty && SecretBytes("").isEmpty)
    #expect(secret == SecretBytes(Array("sesame".utf8)))
    #expect(
      secret != SecretBytes("sesamE") && secret != SecretBytes("sesam") && SecretBytes("") == SecretBytes(""))
    #expect(secret.withCharacters { characters, _ in String(cString: characters) } == "sesame")
  }

  @Test func `random bytes differ`() throws {
    #expect(try RandomBytes.make(32) != RandomBytes.make(32))
    #expect(try RandomBytes.make(0).isEmpty)
  }

  @Test func `joins parts end to end`() {
    let joined = SecretBytes(joining: [SecretBytes("ab"), SecretBytes(""), SecretBytes("c")])
    #expect(joined == SecretBytes("abc"))
    #expect(SecretBytes(joining: []).isEmpty)
  }
}
