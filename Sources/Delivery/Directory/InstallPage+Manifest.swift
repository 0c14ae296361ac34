import PropertyLists

extension InstallPage {
  /// The property list that an `itms-services:` link names, from which a device learns what to fetch.
  ///
  ///     items[0].assets[0]   kind software-package, url
  ///     items[0].metadata    kind software, bundle-identifier, bundle-version, title
  ///
  /// Apple Platform Deployment, “Distribute proprietary in-house apps”. A device refuses an app whose identifier is
  /// another than the manifest's. The version is the one that people see, as Xcode exports it.
  func manifest(of artifact: Shipment.Item) -> [UInt8] {
    let asset: PropertyList = .dictionary([
      "kind": .string("software-package"), "url": .string(address.address(of: artifact.name)),
    ])
    let metadata: PropertyList = .dictionary([
      "kind": .string("software"), "bundle-identifier": .string(bundleID),
      "bundle-version": .string(version ?? build ?? "1.0"), "title": .string(title),
    ])
    let item: PropertyList = .dictionary(["assets": .array([asset]), "metadata": metadata])
    return PropertyList.dictionary(["items": .array([item])]).xml()
  }
}
