/// A place in a file that somebody wrote, for messages: the file as it was named, and line and column from 1.
///
/// A column counts Unicode scalars, as YAML marks and editors do.
package struct Position: Hashable, Sendable, Comparable, CustomStringConvertible {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `slipway.yaml:12:5`, which terminals and editors turn into a link.
  package var description: String { "\(file):\(line):\(column)" }

  package static func < (first: Position, second: Position) -> Bool {
    (first.file, first.line, first.column) < (second.file, second.line, second.column)
  }
}
