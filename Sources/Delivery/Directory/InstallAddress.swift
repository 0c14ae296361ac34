import Transfers

/// The https address under which a folder will be served to devices, and the names of what an install page needs there.
///
/// The page `NAME.html` leads to the manifest `NAME.plist`, and that to `NAME.ipa`.
package struct InstallAddress: Equatable, Sendable {
  /// Percent-encoded, with a closing slash.
  private let folder: String

  /// - Throws: ``DeliveryError/badInstallAddress(address:)`` for what is no https address of a folder: iOS takes nothing
  ///   else, and a query could not stand behind the name of a file. ``DeliveryError/transfer(_:)`` for no address at all.
  package init(_ text: String) throws(DeliveryError) {
    let address: WebAddress
    do throws(TransferError) { address = try WebAddress(text) } catch { throw .transfer(error) }
    guard address.scheme == "https", address.query == nil else {
      throw .badInstallAddress(address: address.description)
    }
    let path = Self.encoded(address.path)
    folder = "\(address.scheme)://\(address.authority)\(path.hasSuffix("/") ? path : path + "/")"
  }

  /// What is written beside an artifact of this name: the manifest and the page.
  ///
  /// - Throws: ``DeliveryError/installAddressTooLong(address:limit:)`` when no QR code holds the page's address.
  package func names(beside artifact: String) throws(DeliveryError) -> [String] {
    let address = page(of: artifact)
    guard address.utf8.count <= QRCode.longest else {
      throw .installAddressTooLong(address: address, limit: QRCode.longest)
    }
    return [manifestName(of: artifact), pageName(of: artifact)]
  }

  /// The address of the page, which is the one to pass on.
  package func page(of artifact: String) -> String { address(of: pageName(of: artifact)) }

  func manifestName(of artifact: String) -> String { Self.stem(of: artifact) + ".plist" }

  func pageName(of artifact: String) -> String { Self.stem(of: artifact) + ".html" }

  /// The address of a file in the folder.
  func address(of name: String) -> String { folder + WebAddress.percentEncoded(name) }

  /// What Safari on a device takes for the wish to install.
  func installation(of artifact: String) -> String {
    let manifest = WebAddress.percentEncoded(address(of: manifestName(of: artifact)))
    return "itms-services://?action=download-manifest&url=\(manifest)"
  }

  private static func stem(of artifact: String) -> String {
    artifact.lowercased().hasSuffix(".ipa") && artifact.count > 4 ? String(artifact.dropLast(4)) : artifact
  }

  /// A path in which only what may stand in one is not percent-encoded (RFC 3986 §3.3); what is encoded already stays.
  private static func encoded(_ path: String) -> String {
    path.unicodeScalars.reduce(into: "") { result, scalar in
      if "/%!$&'()*+,;=:@".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += WebAddress.percentEncoded(String(scalar))
      }
    }
  }
}
