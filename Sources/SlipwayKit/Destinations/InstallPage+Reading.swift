import AppleApps
import Bytes
import Delivery
import Releases

extension InstallPage {
  /// Reads from a signed app what its page shows.
  ///
  /// - Throws: ``BytesError`` and ``AppleError`` when the artifact cannot be read, ``Failure`` for one without an
  ///   identifier, which a device would not install.
  init(of artifact: Artifact, at address: InstallAddress) throws {
    let package = try AppSource(package: FileSource(path: artifact.path), name: artifact.path)
    let facts = try AppleFacts.read(AppContents(package.tree), size: artifact.size)
    guard let identifier = facts.application.id, !identifier.isEmpty else {
      throw Failure(
        .didNotPass, "\(artifact.path) says no CFBundleIdentifier, without which no device installs it.",
        remedy: "Build the app with a bundle identifier.")
    }
    let name = facts.app?.name.flatMap { $0.isEmpty ? nil : $0 }
    self.init(
      address: address, title: name ?? identifier, bundleID: identifier, version: facts.application.version,
      build: facts.application.build,
      profile: facts.app?.profile.map { Profile(kind: Self.words(for: $0), expires: $0.expires) })
  }

  private static func words(for profile: ProfileFacts) -> String {
    let count = profile.deviceCount
    let devices = count == 1 ? "one device" : "\(count) devices"
    return switch profile.kind {
    case .adHoc: "ad hoc, for \(devices)"
    case .development: "development, for \(devices)"
    case .enterprise: "in house, for every device of the organisation"
    case .appStore: "App Store"
    case .developerID: "Developer ID"
    }
  }
}
