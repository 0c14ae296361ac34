package import PropertyLists

/// Where the entitlements come from that code is to be signed with.
package enum EntitlementsSource: Equatable, Sendable {
  /// What the code carries now.
  case payload
  /// Everything that its profile grants.
  case profile
  /// What a file says, such as the `.entitlements` of an Xcode project.
  case given([String: PropertyList])
}
