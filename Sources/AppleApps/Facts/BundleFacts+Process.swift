extension BundleFacts.Kind {
  /// Whether such a bundle runs as a process of its own, and so has a provisioning profile and entitlements.
  package var isProcess: Bool {
    switch self {
    case .app, .appClip, .appExtension, .watchApp: true
    case .framework, .testBundle, .resourceBundle, .other: false
    }
  }
}
