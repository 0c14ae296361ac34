package import Releases

/// All keys a run may use, and the rules by which a target gets its own.
///
/// Nothing is opened to choose.
package struct Keyring: Sendable {
  /// Which key a target asks for.
  package enum Choice: Equatable, Sendable {
    /// The default one of the target's platform and purpose.
    case byDefault
    case named(String)
  }

  package let offers: [KeyOffer]

  /// - Throws: ``CredentialError/duplicateKey(name:)``.
  package init(_ offers: [KeyOffer]) throws(CredentialError) {
    var names: Set<String> = []
    for offer in offers where !names.insert(offer.name).inserted { throw .duplicateKey(name: offer.name) }
    self.offers = offers
  }

  /// The key that signs a target.
  ///
  /// By default: among the keys of the platform whose purpose is the distribution's and that may sign the
  /// application, the one marked default. For `debug` the purpose is `debug` on Android and `development` on iOS; a
  /// distribution key signs it only when it is named.
  ///
  /// - Parameter application: nil when it is not known yet; limits are then not looked at, and ``check(_:application:)``
  ///   must be asked once it is.
  /// - Throws: ``CredentialError/noSuchKey(name:keys:)``, ``CredentialError/wrongPlatform(key:platform:wanted:)``,
  ///   ``CredentialError/wrongPurpose(key:purpose:distribution:)``,
  ///   ``CredentialError/applicationNotAllowed(key:application:allowed:)``, and for the default
  ///   ``CredentialError/noDefaultKey(platform:distribution:application:candidates:)`` or
  ///   ``CredentialError/severalDefaultKeys(platform:distribution:application:candidates:)``.
  package func select(
    _ choice: Choice, platform: Platform, distribution: Distribution, application: String?
  ) throws(CredentialError) -> KeyOffer {
    switch choice {
    case .named(let name):
      guard let offer = offers.first(where: { $0.name == name }) else {
        throw .noSuchKey(
          name: name, keys: offers.filter { $0.platform.sharesKeys(with: platform) }.map(\.name).sorted())
      }
      try Self.check(offer, platform: platform, distribution: distribution)
      if let application { try Self.check(offer, application: application) }
      return offer
    case .byDefault:
      let candidates = offers.filter { offer in
        offer.platform.sharesKeys(with: platform)
          && (offer.purpose == .distribution) == distribution.needsDistributionKey
          && application.map(offer.allows(application:)) ?? true
      }
      let defaults = candidates.filter(\.isDefault)
      guard let offer = defaults.first else {
        throw .noDefaultKey(
          platform: platform, distribution: distribution, application: application,
          candidates: candidates.map(\.name).sorted())
      }
      guard defaults.count == 1 else {
        throw .severalDefaultKeys(
          platform: platform, distribution: distribution, application: application,
          candidates: defaults.map(\.name).sorted())
      }
      return offer
    }
  }

  /// Whether a key may sign for a distribution of a platform at all.
  ///
  /// - Throws: ``CredentialError/wrongPlatform(key:platform:wanted:)``,
  ///   ``CredentialError/wrongPurpose(key:purpose:distribution:)``.
  package static func check(
    _ offer: KeyOffer, platform: Platform, distribution: Distribution
  ) throws(CredentialError) {
    guard offer.platform.sharesKeys(with: platform) else {
      throw .wrongPlatform(key: offer.name, platform: offer.platform, wanted: platform)
    }
    guard !distribution.needsDistributionKey || offer.purpose == .distribution else {
      throw .wrongPurpose(key: offer.name, purpose: offer.purpose, distribution: distribution)
    }
  }

  /// Whether a key may sign an application.
  ///
  /// - Throws: ``CredentialError/applicationNotAllowed(key:application:allowed:)``.
  package static func check(_ offer: KeyOffer, application: String) throws(CredentialError) {
    guard offer.allows(application: application) else {
      throw .applicationNotAllowed(key: offer.name, application: application, allowed: offer.applications)
    }
  }
}
