/// A module of an Android App Bundle: a top-level folder with a manifest.
package struct BundleModule: Codable, Equatable, Sendable {
  /// What a module brings.
  package enum Kind: String, Codable, Sendable {
    case base, feature
    case assetPack = "asset-pack"
    case machineLearningPack = "ml-pack"
  }

  /// When a device gets it.
  package enum Delivery: String, Codable, Sendable {
    case installTime = "install-time"
    case fastFollow = "fast-follow"
    case onDemand = "on-demand"
  }

  /// The folder's name.
  ///
  /// Hostile text is allowed here.
  package var name: String
  package var kind: Kind
  package var delivery: Delivery
  /// The most that one device downloads of it, in bytes: an estimate, see ``DownloadEstimate``.
  package var downloadSize: Int

  /// Whether it holds data alone, for which Google Play has limits of their own.
  package var isPack: Bool { kind == .assetPack || kind == .machineLearningPack }

  package init(name: String, kind: Kind, delivery: Delivery = .installTime, downloadSize: Int) {
    self.name = name
    self.kind = kind
    self.delivery = delivery
    self.downloadSize = downloadSize
  }

  private static let namespace = "http://schemas.android.com/apk/distribution"

  /// What the manifest of a module says of it: the `dist:module` element.
  init(name: String, manifest root: CompiledElement, downloadSize: Int) {
    let module = root.children.first { $0.name == "module" && $0.namespace == Self.namespace }
    let type = module?.attributes.first { $0.name == "type" && $0.namespace == Self.namespace }?.value
    let kind: Kind =
      switch type {
      case .string("asset-pack"): .assetPack
      case .string("ml-pack"): .machineLearningPack
      default: name == "base" ? .base : .feature
      }
    let ways =
      module?.children.filter { $0.name == "delivery" && $0.namespace == Self.namespace }
      .flatMap(\.children).map(\.name) ?? []
    let delivery = [Delivery.installTime, .fastFollow, .onDemand].first { ways.contains($0.rawValue) }
    self.init(name: name, kind: kind, delivery: delivery ?? .installTime, downloadSize: downloadSize)
  }
}
