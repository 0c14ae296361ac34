import Delivery

/// A destination of a target, opened: where exactly things will go.
package struct PlannedDestination: Sendable {
  /// The destination's word in the pipeline file: `directory`, `http`.
  package let word: String
  /// The kind and place for people, without secrets.
  package let summary: String
  /// Where the artifact will be.
  package var place: String { places.first ?? summary }
  /// Where everything will be that is delivered, the artifact first: two targets with the same place would overwrite each
  /// other.
  package let places: [String]
  /// What the artifact will be called there.
  let artifactName: String
  /// Where the folder will be served for devices to install from; nil for no install page.
  let installAddress: InstallAddress?
  /// Whether another place stands for the one that the pipeline file names, and nobody serves it.
  let isRehearsed: Bool
  let destination: any Destination
}
