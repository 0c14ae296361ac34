/// One row of `each`, from which one target is made.
struct Row: Equatable, Sendable {
  var name: String
  /// Where the row stands, in the pipeline file or the CSV file.
  var position: Position
  var cells: [String: Located<String>]
}
