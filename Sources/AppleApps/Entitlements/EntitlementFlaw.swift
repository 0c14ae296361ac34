package import PropertyLists

/// What is wrong with the entitlements that code was to be signed with.
package enum EntitlementFlaw: Hashable, Sendable {
  /// The code carries none, though its profile grants these beyond what every app has: nobody can tell which it needs.
  case payloadCarriesNone(granted: [String])
  /// The profile is for other bundle identifiers.
  case profileDoesNotCover(bundleID: String, applicationIdentifier: String)
  /// A file asks for another application identifier than the bundle and its profile have.
  case applicationIdentifierMismatch(requested: String, resolved: String)
  /// The profile does not grant it.
  case keyNotInProfile(key: String)
  /// The profile grants it with other values.
  case valueNotAllowed(key: String, value: PropertyList, allowed: PropertyList)
  /// A pattern where a value belongs; it was left out.
  case wildcardLeft(key: String, value: String)
  /// A build setting of Xcode's, such as `$(NAME)`, that means nothing here.
  case variableLeft(key: String, value: String)
}
