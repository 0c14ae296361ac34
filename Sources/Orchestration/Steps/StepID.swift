/// Which step of which target: the name under which plans, events and the journal know it.
package struct StepID: Hashable, Codable, Sendable {
  /// The target as the pipeline names it, such as `acme-android` or `brand/red`.
  package let target: String
  /// The step within its target, such as `sign`, `archive:symbols` or `deliver:1`.
  package let name: String

  package init(target: String, name: String) {
    self.target = target
    self.name = name
  }
}

extension StepID: CustomStringConvertible {
  package var description: String { "\(target) \(name)" }
}
