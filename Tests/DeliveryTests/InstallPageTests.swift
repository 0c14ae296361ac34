import Bytes
import Delivery
import FieldTools
import FoundationEssentials
import PropertyLists
import Releases
import Testing

struct InstallPageTests {
  private let workplace: Workplace
  private let workers = Workers(limit: 2)

  init() throws {
    workplace = try Workplace()
  }

  private func destination(replaces: Bool = false) -> DirectoryDestination {
    DirectoryDestination(
      path: "\(workplace.path)/dist", shownAs: "dist", replaces: replaces, isDurable: false, workers: workers)
  }

  private func page(
    _ url: String = "https://apps.acme.example/ios/", title: String = "Acme", version: String? = "1.4.0",
    build: String? = "10400"
  ) throws -> InstallPage {
    InstallPage(
      address: try InstallAddress(url), title: title, bundleID: "com.acme.app", version: version,
      build: build,
      profile: InstallPage.Profile(
        kind: "ad hoc, for 2 devices", expires: Date(timeIntervalSince1970: 1_830_297_600)))
  }

  private func shipment(
    _ page: InstallPage, named name: String = "app.ipa", seed: UInt8 = 1
  ) throws -> Shipment {
    try Shipment(workplace.artifact("in.ipa", size: 4_160_000, seed: seed), named: name, installPage: page)
  }

  private func html(_ name: String = "app.html") throws -> String {
    String(decoding: try #require(workplace.read("dist/\(name)")), as: UTF8.self)
  }

  private func manifest(_ name: String = "app.plist") throws -> PropertyList {
    try PropertyList(reading: try #require(workplace.read("dist/\(name)")))
  }

  @Test func `a manifest and a page lie beside the artifact, and the receipt names the page`() async throws {
    let receipts = try await destination().deliver(shipment(page())) { _ in }
    #expect(workplace.names(in: "dist") == ["app.html", "app.ipa", "app.ipa.sha256", "app.plist"])
    #expect(
      receipts.map { $0.location.split(separator: "/").last } == ["app.plist", "app.html", "app.ipa"])
    #expect(receipts.map(\.page) == [nil, nil, "https://apps.acme.example/ios/app.html"])
    #expect(receipts.allSatisfy { $0.outcome == .delivered })
  }

  @Test func `the manifest says what to fetch and what it is`() async throws {
    _ = try await destination().deliver(shipment(page())) { _ in }
    #expect(
      try manifest()
        == .dictionary([
          "items": .array([
            .dictionary([
              "assets": .array([
                .dictionary([
                  "kind": .string("software-package"),
                  "url": .string("https://apps.acme.example/ios/app.ipa"),
                ])
              ]),
              "metadata": .dictionary([
                "kind": .string("software"), "bundle-identifier": .string("com.acme.app"),
                "bundle-version": .string("1.4.0"), "title": .string("Acme"),
              ]),
            ])
          ])
        ]))
  }

  @Test func `the page says what it installs, and needs nothing else`() async throws {
    let shipment = try shipment(page())
    _ = try await destination().deliver(shipment) { _ in }
    let html = try html()
    for text in [
      "<bdi>Acme</bdi>", "Version 1.4.0 (10400)", "com.acme.app", "4.1 MB", shipment.artifact.sha256,
      "ad hoc, for 2 devices", "2028-01-01", "prefers-color-scheme: dark",
      """
      href="itms-services://?action=download-manifest&amp;url=\
      https%3A%2F%2Fapps.acme.example%2Fios%2Fapp.plist"
      """,
    ] { #expect(html.contains(text), "\(text)") }
    #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("url(h"))
    let addresses = html.split(separator: "\"").filter { $0.contains("://") }
    #expect(addresses.count == 2, "the link, and the name of SVG")
  }

  @Test func `the page's code leads to the page`() async throws {
    _ = try await destination().deliver(shipment(page("https://apps.acme.example/ios"), named: "a b.ipa")) {
      _ in
    }
    let drawing = try SVGModules(try html("a b.html"))
    #expect(try QRCodeReader(drawing.modules).text == "https://apps.acme.example/ios/a%20b.html")
  }

  @Test func `nothing of the app is markup`() async throws {
    let hostile = "</title>\"'<script>alert(1)</script>&amp;\u{0}\u{1b}[2J\u{202e}"
    _ = try await destination().deliver(shipment(page(title: hostile, version: hostile, build: hostile))) {
      _ in
    }
    let html = try html()
    #expect(!html.contains("<script") && !html.contains("\u{0}") && !html.contains("\u{1b}"))
    #expect(html.contains("&lt;/title&gt;&quot;&#39;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\u{fffd}"))
    #expect(html.components(separatedBy: "</title>").count == 2)
    let title = try manifest()["items"]?.array?.first?["metadata"]?["title"]?.string
    #expect(title == hostile.replacing("\u{0}", with: "\u{fffd}").replacing("\u{1b}", with: "\u{fffd}"))
  }

  @Test(arguments: [
    ("https://h.example", "app.ipa", "https://h.example/app.html"),
    ("https://H.example:443/x/", "App.IPA", "https://h.example/x/App.html"),
    ("https://h.example:8443/x", "app", "https://h.example:8443/x/app.html"),
    ("https://h.example/a%20b/ü/", "ä#?.ipa", "https://h.example/a%20b/%C3%BC/%C3%A4%23%3F.html"),
    ("https://h.example/'\"<>/", "x.ipa", "https://h.example/'%22%3C%3E/x.html"),
    ("https://h.example/x/", "..ipa.ipa", "https://h.example/x/..ipa.html"),
  ]) func `addresses are encoded`(_ url: String, _ name: String, _ page: String) throws {
    #expect(try InstallAddress(url).page(of: name) == page)
  }

  @Test(arguments: ["http://h.example/", "https://h.example/?a=b", "https://u:p@h.example/", "h.example", ""])
  func `other addresses are refused`(_ url: String) {
    #expect(throws: DeliveryError.self) { try InstallAddress(url) }
  }

  @Test func `an address that no code holds is an error`() throws {
    let folder = "https://h.example/" + String(repeating: "x", count: QRCode.longest - 27) + "/"
    let address = try InstallAddress(folder)
    #expect(try address.names(beside: "app.ipa") == ["app.plist", "app.html"])
    let page = address.page(of: "apps.ipa")
    #expect(page.utf8.count == QRCode.longest + 1)
    #expect(throws: DeliveryError.installAddressTooLong(address: page, limit: QRCode.longest)) {
      try address.names(beside: "apps.ipa")
    }
    #expect(throws: DeliveryError.self) {
      try shipment(self.page(folder), named: "apps.ipa")
    }
  }

  @Test func `the same is there already, and what is lost comes back`() async throws {
    let shipment = try shipment(page())
    _ = try await destination().deliver(shipment) { _ in }
    let before = try html()
    try FileManager.default.removeItem(atPath: "\(workplace.path)/dist/app.html")
    let receipts = try await destination().deliver(shipment) { _ in }
    #expect(receipts.map(\.outcome) == [.alreadyThere, .delivered, .alreadyThere])
    #expect(try html() == before)
  }

  @Test(arguments: ["app.plist", "app.html"])
  func `another file under a name of the page is a conflict unless replacing`(_ name: String) async throws {
    let shipment = try shipment(page())
    try FileManager.default.createDirectory(
      atPath: "\(workplace.path)/dist", withIntermediateDirectories: true)
    _ = try workplace.file("dist/\(name)", [1, 2, 3])
    await #expect {
      try await destination().deliver(shipment) { _ in }
    } throws: { error in
      guard case DeliveryError.conflict(let location, _, _) = error else { return false }
      return location == "\(workplace.path)/dist/\(name)"
    }
    #expect(workplace.names(in: "dist") == [name])
    _ = try await destination(replaces: true).deliver(shipment) { _ in }
    #expect(workplace.names(in: "dist") == ["app.html", "app.ipa", "app.ipa.sha256", "app.plist"])
    #expect(try manifest()["items"]?.array?.count == 1)
  }

  @Test func `an attachment cannot have the page's name`() throws {
    let attachment = try workplace.attachment("app.html", "mine")
    #expect(throws: DeliveryError.nameTwice(name: "app.html")) {
      try Shipment(
        workplace.artifact(size: 10), named: "app.ipa", attachments: [attachment], installPage: page())
    }
  }

  @Test func `the page appears when everything else is there`() async throws {
    let events = Events()
    _ = try await destination().deliver(shipment(page())) { events.note($0) }
    let done = events.all.compactMap { event -> String? in
      if case .done(let name) = event { name } else { nil }
    }
    #expect(done == ["app.ipa", "app.plist", "app.html"])
  }
}

/// The modules of a code as a page draws them: runs `M x y h length` in a path, four modules from the edge.
private struct SVGModules {
  let modules: [[Bool]]

  init(_ html: String) throws {
    let box = try #require(html.firstMatch(of: /viewBox="0 0 (\d+) \1"/))
    let side = try #require(Int(box.1))
    var modules = Array(repeating: Array(repeating: false, count: side), count: side)
    for run in html.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (x, y, length) = try (#require(Int(run.1)), #require(Int(run.2)), #require(Int(run.3)))
      for column in x..<(x + length) { modules[y][column] = true }
    }
    self.modules = modules[4..<(side - 4)].map { Array($0[4..<(side - 4)]) }
  }
}
