extension ProvisioningProfile {
  /// Where the apps of a profile may go.
  package enum Kind: String, CaseIterable, Sendable {
    /// Registered devices, with a debugger.
    case development
    /// Registered devices.
    case adHoc = "ad-hoc"
    case appStore = "app-store"
    /// An organisation's own devices, whichever they are.
    case enterprise
    /// Macs, outside of the Mac App Store.
    case developerID = "developer-id"
  }

  /// Told from the devices and `get-task-allow`; a profile does not say it in a word.
  package var kind: Kind {
    if provisionsAllDevices { return isForMac ? .developerID : .enterprise }
    guard devices != nil else { return .appStore }
    // Macs have no ad hoc distribution, and their profiles no get-task-allow.
    return isForMac || allowsDebugging ? .development : .adHoc
  }

  /// Whether it is for Macs and not for iOS as well.
  package var isForMac: Bool { platforms.contains("OSX") && !platforms.contains("iOS") }

  /// Whether its apps may be debugged.
  package var allowsDebugging: Bool { entitlements["get-task-allow"]?.boolean ?? false }
}
