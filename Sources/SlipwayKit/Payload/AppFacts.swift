package import AndroidApps
package import AppleApps
package import Releases

/// What was read from an app, in the words of its platform.
package enum AppFacts: Equatable, Sendable {
  case android(AndroidFacts)
  case apple(AppleFacts)

  package var application: Application {
    switch self {
    case .android(let facts): facts.application
    case .apple(let facts): facts.application
    }
  }

  package var format: PackageFormat {
    switch self {
    case .android(let facts): facts.format
    case .apple: .ipa
    }
  }
}

extension AppFacts: Encodable {
  /// As the facts of the platform alone.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .android(let facts): try facts.encode(to: encoder)
    case .apple(let facts): try facts.encode(to: encoder)
    }
  }
}
