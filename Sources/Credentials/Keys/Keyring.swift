package import Releases

/// All keys a run knows, and the rules by which a target gets its own.
package struct Keyring: Sendable {
  /// Which key a target asks for.
  package enum Choice: Equatable, Sendable {
    /// The default one of the target's platform and purpose.
    case byDefault
    case named(String)
  }

  package let keys: [Key]

  /// - Throws: ``CredentialError/duplicateKey(name:)``.
  package init(_ keys: [Key]) throws(CredentialError) {
    var names: Set<String> = []
    for key in keys where !names.insert(key.name).inserted { throw .duplicateKey(name: key.name) }
    self.keys = keys
  }

  /// The key that signs a target.
  ///
  /// By default: among the keys of the platform whose purpose is the distribution's and that may sign the
  /// application, the one marked default. For `debug` the purpose is `debug` on Android and `development` on iOS; a
  /// distribution key signs it only when it is named.
  ///
  /// An application that is nil is not known yet: limits are then not looked at, and ``check(_:application:)`` must
  /// be asked once it is.
  ///
  /// - Throws: ``CredentialError/noSuchKey(name:keys:)``, ``CredentialError/wrongPlatform(key:platform:wanted:)``,
  ///   ``CredentialError/wrongPurpose(key:purpose:distribution:subject:)``,
  ///   ``CredentialError/applicationNotAllowed(key:application:allowed:)``, and for the default
  ///   ``CredentialError/noDefaultKey(platform:distribution:application:candidates:)`` or
  ///   ``CredentialError/severalDefaultKeys(platform:distribution:application:candidates:)``.
  package func select(
    _ choice: Choice, platform: Platform, distribution: Distribution, application: String?
  ) throws(CredentialError) -> Key {
    switch choice {
    case .named(let name):
      guard let key = keys.first(where: { $0.name == name }) else {
        throw .noSuchKey(name: name, keys: keys.filter { $0.platform == platform }.map(\.name).sorted())
      }
      try Self.check(key, platform: platform, distribution: distribution)
      if let application { try Self.check(key, application: application) }
      return key
    case .byDefault:
      let candidates = keys.filter { key in
        key.platform == platform && (key.purpose == .distribution) == distribution.needsDistributionKey
          && application.map(key.allows(application:)) ?? true
      }
      let defaults = candidates.filter(\.isDefault)
      guard let key = defaults.first else {
        throw .noDefaultKey(
          platform: platform, distribution: distribution, application: application,
          candidates: candidates.map(\.name).sorted())
      }
      guard defaults.count == 1 else {
        throw .severalDefaultKeys(
          platform: platform, distribution: distribution, application: application,
          candidates: defaults.map(\.name).sorted())
      }
      return key
    }
  }

  /// Whether a key may sign for a distribution of a platform at all.
  ///
  /// - Throws: ``CredentialError/wrongPlatform(key:platform:wanted:)``,
  ///   ``CredentialError/wrongPurpose(key:purpose:distribution:subject:)``.
  package static func check(
    _ key: Key, platform: Platform, distribution: Distribution
  ) throws(CredentialError) {
    guard key.platform == platform else {
      throw .wrongPlatform(key: key.name, platform: key.platform, wanted: platform)
    }
    guard !distribution.needsDistributionKey || key.purpose == .distribution else {
      throw .wrongPurpose(
        key: key.name, purpose: key.purpose, distribution: distribution,
        subject: key.identity.certificate.subject.rfc2253)
    }
  }

  /// Whether a key may sign an application.
  ///
  /// - Throws: ``CredentialError/applicationNotAllowed(key:application:allowed:)``.
  package static func check(_ key: Key, application: String) throws(CredentialError) {
    guard key.allows(application: application) else {
      throw .applicationNotAllowed(key: key.name, application: application, allowed: key.applications)
    }
  }
}
