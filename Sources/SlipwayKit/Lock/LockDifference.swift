/// A line in which a plan is not what the lock file says.
package struct LockDifference: Equatable, Sendable {
  /// The target that it is about.
  package let target: String
  /// Such as `key` or `destinations`.
  package let what: String
  /// Nil when the lock does not have it.
  package let locked: String?
  /// Nil when the plan does not have it.
  package let planned: String?
}

extension LockFile {
  /// Where this lock and that of a plan differ, over the targets that the plan has, sorted.
  package func differences(to planned: LockFile) -> [LockDifference] {
    planned.targets.sorted { $0.key < $1.key }.flatMap { name, target in
      guard let locked = targets[name] else {
        return [
          LockDifference(
            target: name, what: "target", locked: nil, planned: target.keyLines.joined(separator: "; "))
        ]
      }
      return locked.lines.keys.sorted().compactMap { what in
        guard locked.lines[what] != target.lines[what] else { return nil }
        return LockDifference(
          target: name, what: what, locked: locked.lines[what] ?? nil, planned: target.lines[what] ?? nil)
      }
    }
  }
}

extension LockFile.Target {
  /// What can differ, by what it is called.
  fileprivate var lines: [String: String] {
    [
      "platform": platform.rawValue, "distribution": distribution.rawValue,
      "application": application ?? "none",
      "key": keyLines.joined(separator: "; "), "destinations": destinations.joined(separator: "; "),
      "push": push.joined(separator: ", "),
    ]
  }

  fileprivate var keyLines: [String] {
    keys.map { key in
      let generation = key.generation.map { ", generation \($0)" } ?? ""
      let profiles = key.profiles.isEmpty ? "" : ", profiles \(key.profiles.joined(separator: " "))"
      return
        "\(key.name) (\(key.purpose.rawValue), certificate \(key.certificate.prefix(16))\(generation)\(profiles))"
    }
  }
}
