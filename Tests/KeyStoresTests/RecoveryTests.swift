import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Age
@testable import KeyStores

/// A store without Slipway.
@Suite struct RecoveryTests {
  @Test(.needs(.age, .tar)) func `age and tar recover a secret`() throws {
    let store = try TestStore()
    try store.change { change in
      var draft = EntryDraft(name: "upload", subject: .key(.sample("upload")), bundle: .sample("secret"))
      draft.bundle["profiles/\(String(repeating: "x", count: 300))"] = SecretBytes("profile")
      draft.bundle["../../outside"] = SecretBytes("escapes")
      try change.add(draft)
    }
    let identity = try store.folder.write("identity.txt", store.people.bob.text.withBytes(Array.init))
    let archive = store.folder.file("bundle.tar")
    let age = try Tool.age.run(["-d", "-i", identity, "-o", archive, "\(store.path)/keys/upload/secret.age"])
    #expect(age.status == 0, "\(age.text)")
    try store.folder.write("out/x", [])
    let tar = try Tool.tar.run(["xvf", archive, "-C", store.folder.file("out")])
    #expect(tar.status == 0, "\(tar.text)")
    #expect(try store.folder.names(in: "out").count == 5)
    #expect(try store.folder.read("out/private-key.pem") == Array("secret".utf8))
    #expect(try store.folder.read("out/password") == Array("password of secret".utf8))
    #expect(try store.folder.names(in: "out/profiles").count == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: store.folder.file("out/password"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  /// age asks for passphrases on a terminal only.
  @Test(.needs(.age, .tar, .python)) func `of a locked key, age is needed twice`() throws {
    let store = try TestStore()
    try store.change { try $0.addKey("upload", passphrase: "open sesame") }
    let identity = try store.folder.write("identity.txt", store.people.bob.text.withBytes(Array.init))
    let inner = store.folder.file("inner.age")
    let archive = store.folder.file("bundle.tar")
    let age = try Tool.age.run(["-d", "-i", identity, "-o", inner, "\(store.path)/keys/upload/secret.age"])
    #expect(age.status == 0, "\(age.text)")
    let script = """
      import os, pty, sys
      pid, terminal = pty.fork()
      if pid == 0: os.execvp("age", ["age", "-d", "-o", sys.argv[2], sys.argv[1]])
      seen = b""
      while b"passphrase" not in seen: seen += os.read(terminal, 1024)
      os.write(terminal, b"open sesame\\n")
      try:
        while os.read(terminal, 1024): pass
      except OSError: pass
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let outcome = try Tool.python.run(["-c", script, inner, archive])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(try Tool.tar.run(["xOf", archive, "private-key.pem"]).bytes == Array("secret of upload".utf8))
  }
}
