package import struct FoundationEssentials.Date

/// What a page shows from which an artifact is installed over the air, beside what the delivery knows itself.
///
/// All of it may come from the app, and is hostile text: control characters are replaced here, and whoever writes a
/// page or manifest escapes the rest.
package struct InstallPage: Equatable, Sendable {
  /// By whom the app may be installed, and until when.
  package struct Profile: Equatable, Sendable {
    /// For people: `ad hoc, for 12 devices`.
    package let kind: String
    package let expires: Date

    package init(kind: String, expires: Date) {
      self.kind = InstallPage.shown(kind)
      self.expires = expires
    }
  }

  /// Where the folder will be served.
  package let address: InstallAddress
  /// The app's name.
  package let title: String
  package let bundleID: String
  package let version: String?
  package let build: String?
  package let profile: Profile?

  package init(
    address: InstallAddress, title: String, bundleID: String, version: String?, build: String?,
    profile: Profile?
  ) {
    self.address = address
    self.title = Self.shown(title)
    self.bundleID = Self.shown(bundleID)
    self.version = version.map(Self.shown)
    self.build = build.map(Self.shown)
    self.profile = profile
  }

  /// The manifest and then the page, as they are written beside an artifact.
  ///
  /// The same artifact gets the same bytes each time.
  ///
  /// - Throws: ``DeliveryError/installAddressTooLong(address:limit:)``, ``DeliveryError/badFileName(name:)``.
  func items(beside artifact: Shipment.Item) throws(DeliveryError) -> [Shipment.Item] {
    let page = address.page(of: artifact.name)
    guard let code = QRCode(page) else {
      throw .installAddressTooLong(address: page, limit: QRCode.longest)
    }
    let html = InstallHTML(page: self, artifact: artifact, code: code).text
    return [
      try Shipment.Item(
        named: address.manifestName(of: artifact.name), bytes: manifest(of: artifact), mediaType: "text/xml"),
      try Shipment.Item(
        named: address.pageName(of: artifact.name), bytes: Array(html.utf8), mediaType: "text/html"),
    ]
  }

  /// Without what neither HTML nor XML can hold.
  private static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isHeld = scalar.value >= 0x20 && !(0x7f...0x9f ~= scalar.value) && scalar.value & 0xfffe != 0xfffe
      shown.append(isHeld ? scalar : "\u{fffd}")
    }
    return String(shown)
  }
}
