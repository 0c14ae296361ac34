import Delivery

/// A destination of a target, opened: where exactly things will go.
package struct PlannedDestination: Sendable {
  /// The destination's word in the pipeline file: `directory`, `http`.
  package let word: String
  /// The kind and place for people, without secrets.
  package let summary: String
  /// Where the artifact will be: two targets with the same place would overwrite each other.
  package let place: String
  /// What the artifact will be called there.
  let artifactName: String
  let destination: any Destination
}
