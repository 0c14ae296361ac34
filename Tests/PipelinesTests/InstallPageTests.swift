import Releases
import Testing

@testable import Pipelines

/// The page from which devices install what lies in a folder.
struct InstallPageTests {
  private func text(_ url: String, platform: String = "ios", distribution: String = "ad-hoc") -> String {
    """
    slipway: 1
    name: acme
    inputs:
      url: {}
    targets:
      app:
        platform: \(platform)
        distribution: \(distribution)
        application: com.acme.app
        payload: app
        deliver:
          - directory:
              path: dist
              install-page:
                url: \(url)

    """
  }

  @Test(arguments: ["ad-hoc", "enterprise"])
  func `keeps the address under which the folder is served`(_ distribution: String) throws {
    let url = "https://apps.acme.example:8443/ios/"
    let pipeline = try read(text(url, distribution: distribution), settings: ["url": "x"])
    let kind = try #require(pipeline.targets.first?.deliver.first?.kind)
    #expect(
      kind
        == .directory(
          DirectoryDeclaration(
            path: Located("dist", at: at(13, 17)), installPage: Located(url, at: at(15, 18)))))
  }

  @Test func `takes its address from an input`() throws {
    let url = "\"${{ inputs.url }}\""
    #expect(diagnostics(of: text(url), settings: ["url": "https://h.example/"]) == [])
    #expect(
      diagnostics(of: text(url), settings: ["url": "http://h.example/"]) == [
        .init(.installPageNotSecure(host: "h.example"), at: at(15, 18))
      ])
    #expect(throws: Never.self) { try read(text(url), needsInputs: false) }
  }

  @Test(arguments: ["store", "debug"])
  func `is for what is signed for devices or a company`(_ distribution: String) {
    #expect(
      diagnostics(of: text("https://h.example/", distribution: distribution), settings: ["url": "x"]) == [
        .init(
          .wordOfOtherDistribution(
            "install-page", distribution: distribution, fitting: ["ad-hoc", "enterprise"]), at: at(14, 11))
      ])
  }

  @Test func `is for iOS`() {
    #expect(
      diagnostics(of: text("https://h.example/", platform: "android"), settings: ["url": "x"]) == [
        .init(.wordOfOtherPlatform("install-page", platform: "android"), at: at(14, 11))
      ])
  }

  @Test(arguments: [
    ("http://apps.acme.example/", DiagnosticReason.installPageNotSecure(host: "apps.acme.example")),
    ("HTTP://127.0.0.1/", .installPageNotSecure(host: "127.0.0.1")),
    ("https:///ios/", .badInstallAddress("https:///ios/")),
    ("https://h.example/?token=1", .badInstallAddress("https://h.example/?token=1")),
    ("'https://h.example/#top'", .badInstallAddress("https://h.example/#top")),
    ("https://u:p@h.example/", .literalSecret),
  ]) func `refuses what iOS would not install from`(_ url: String, _ reason: DiagnosticReason) {
    #expect(diagnostics(of: text(url), settings: ["url": "x"]) == [.init(reason, at: at(15, 18))])
  }
}
