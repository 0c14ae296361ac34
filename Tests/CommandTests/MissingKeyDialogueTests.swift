import Foundation
import Testing

/// What `slipway run` offers on a terminal when a key is missing.
@Suite struct MissingKeyDialogueTests {
  @Test func `makes a key, with store and identity, and runs`() throws {
    let stage = try stage()
    let (status, text) = try Terminal.run("NO_COLOR=1 slipway run", on: stage, typed: "g\n")
    #expect(status == 0)
    #expect(text.contains("There is no android distribution key for com.example.demo."))
    #expect(text.contains("A new app may have a new key, made here."))
    #expect(text.contains("made your identity in \(stage.home)/.config/slipway/identity.txt"))
    #expect(text.contains("1 of 1 target signed and verified"))
    #expect(try stage.run("slipway keys list").output.contains("com.example.demo-android"))
  }

  @Test func `adds a file`() throws {
    let stage = try stage()
    let made = try stage.run(
      "openssl pkey -inform DER -in $KEYS/upload.pk8 > both.pem && cat $KEYS/upload.pem >> both.pem")
    #expect(made.status == 0)
    let (status, text) = try Terminal.run("NO_COLOR=1 slipway run", on: stage, typed: "a\nboth.pem\n")
    #expect(status == 0)
    #expect(text.contains("CN=Acme Upload,O=Acme,C=GB"))
    #expect(text.contains("1 of 1 target signed and verified"))
  }

  @Test func `does nothing when nothing is wanted, and says the command`() throws {
    let stage = try stage()
    let (status, text) = try Terminal.run("NO_COLOR=1 slipway run", on: stage, typed: "n\n")
    #expect(status == 1)
    #expect(text.contains("Later: slipway keys generate NAME --platform android --purpose distribution"))
    #expect(try stage.run("ls -A $HOME; ls slipway-keys").output == "")
  }

  @Test func `asks nothing in CI`() throws {
    let stage = try stage()
    stage.environment["CI"] = "true"
    let (status, text) = try Terminal.run("NO_COLOR=1 slipway run", on: stage)
    #expect(status == 1)
    #expect(!text.contains("[g]enerate"))
    #expect(text.contains("Make one with slipway keys generate NAME --platform android"))
  }

  private func stage() throws -> Stage {
    let stage = try Stage()
    stage.environment["TERM"] = "xterm"
    let setUp = try stage.run(
      "cp $FIXTURES/demo.apk app.apk && cat > slipway.yaml",
      input: """
        slipway: 1
        name: acme
        targets:
          app:
            platform: android
            distribution: ad-hoc
            application: com.example.demo
            payload: app.apk

        """)
    #expect(setUp.status == 0)
    return stage
  }
}
