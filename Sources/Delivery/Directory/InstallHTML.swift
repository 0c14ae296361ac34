import struct FoundationEssentials.Date

/// The page from which a person installs an app: one file that needs nothing else and runs nothing.
struct InstallHTML {
  let page: InstallPage
  let artifact: Shipment.Item
  /// Leads to the page itself, for a device beside the screen.
  let code: QRCode

  var text: String {
    let title = Self.escaped(page.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      <h1><bdi>\(title)</bdi></h1>
      <p class="version"><bdi>\(Self.escaped(release))</bdi></p>
      <p><a class="install" href="\(Self.escaped(page.address.installation(of: artifact.name)))">Install</a></p>
      <p>Open this page in Safari on the device, or point the device's camera here:</p>
      <figure>\(code.svg(label: "QR code of this page's address"))</figure>
      <dl>
      \(facts.map(Self.row).joined(separator: "\n"))
      </dl>
      </main>
      </body>
      </html>

      """
  }

  /// Version and build, as far as the app says them.
  private var release: String {
    switch (page.version, page.build) {
    case (let version?, let build?): "Version \(version) (\(build))"
    case (let version?, nil): "Version \(version)"
    case (nil, let build?): "Build \(build)"
    case (nil, nil): "Version unknown"
    }
  }

  private var facts: [(name: String, value: String)] {
    var facts = [("Bundle identifier", page.bundleID)]
    if let version = page.version { facts.append(("Version", version)) }
    if let build = page.build { facts.append(("Build", build)) }
    facts.append(("Size", Self.size(artifact.size)))
    if let profile = page.profile {
      facts.append(("Profile", profile.kind))
      facts.append(("Profile expires", profile.expires.formatted(.iso8601.year().month().day())))
    }
    return facts + [("SHA-256", artifact.sha256)]
  }

  private static func row(_ fact: (name: String, value: String)) -> String {
    "<div><dt>\(escaped(fact.name))</dt><dd><bdi>\(escaped(fact.value))</bdi></dd></div>"
  }

  /// In decimal units, as devices show sizes.
  private static func size(_ bytes: Int) -> String {
    var (whole, tenths, unit) = (bytes, 0, "bytes")
    for larger in ["kB", "MB", "GB", "TB"] where whole >= 1000 {
      (whole, tenths, unit) = (whole / 1000, whole % 1000 / 100, larger)
    }
    return unit == "bytes" ? "\(bytes) bytes" : "\(whole).\(tenths) \(unit)"
  }

  /// A text between tags or in an attribute with double quotes.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static let style = """
    :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
    body { margin: 0; color: #1d1d1f; background: #fff; }
    main { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; }
    h1 { margin: 0; line-height: 1.2; overflow-wrap: anywhere; }
    .version { margin-top: 0; color: #5c5c61; overflow-wrap: anywhere; }
    .install { display: inline-block; padding: .6rem 2rem; border-radius: .6rem; color: #fff; background: #0064d2;
      font-weight: 600; text-decoration: none; }
    figure { margin: 0; }
    svg { width: 14rem; max-width: 100%; border-radius: .6rem; }
    dl div { padding: .5rem 0; border-top: 1px solid #d2d2d7; }
    dt { color: #5c5c61; font-size: .875rem; }
    dd { margin: 0; overflow-wrap: anywhere; }
    @media (prefers-color-scheme: dark) {
      body { color: #f5f5f7; background: #161617; }
      .version, dt { color: #a1a1a6; }
      .install { background: #0a6fe0; }
      dl div { border-color: #424245; }
    }
    """
}
