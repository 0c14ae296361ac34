extension BundleFacts.Kind {
  /// Whether such a bundle runs as a process of its own, and so has entitlements.
  package var isProcess: Bool {
    switch self {
    case .app, .appClip, .appExtension, .watchApp, .helperApp, .xpcService: true
    case .framework, .testBundle, .resourceBundle, .other: false
    }
  }

  /// Whether such a bundle has a provisioning profile in any case.
  ///
  /// What an app for macOS brings along to help it has one only where it asks for more than every app may do.
  package var needsProfile: Bool { isProcess && self != .helperApp && self != .xpcService }
}
