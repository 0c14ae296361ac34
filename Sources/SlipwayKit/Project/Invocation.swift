package import FoundationEssentials

/// What one call of the command finds around it.
///
/// Tests hand in their own.
package struct Invocation: Sendable {
  package var environment: [String: String]
  package var now: Date
  /// The user's home folder, where Android keeps its debug keystore.
  package var home: String

  package init(environment: [String: String], now: Date, home: String) {
    self.environment = environment
    self.now = now
    self.home = home
  }

  /// The running process's own.
  package static var current: Invocation {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
    return Invocation(environment: environment, now: Date(), home: home)
  }

  /// What the system calls whoever runs this; `me` where it does not say.
  package var userName: String {
    environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["LOGNAME"].flatMap {
      $0.isEmpty ? nil : $0
    }
      ?? "me"
  }

  /// Whether a CI service runs this, so that nobody can be asked anything.
  package var isCI: Bool {
    !environment["CI", default: ""].isEmpty && environment["CI"] != "false"
  }
}
