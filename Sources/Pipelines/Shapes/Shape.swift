/// What a value of the pipeline file may be.
///
/// One declaration serves twice: ``ShapeCheck`` holds a file against it, and ``PipelineSchema`` is made from it.
indirect enum Shape: Sendable {
  case text(TextForm)
  /// One of these words. Words of digits may also stand as numbers.
  case choice([String])
  case integer(ClosedRange<Int>)
  case boolean
  /// `{ env: NAME }` or `{ file: PATH }`, never the secret itself.
  case secret
  case list(of: Shape, atLeast: Int)
  /// A mapping whose keys the author chooses.
  case mapping(of: Shape, keys: TextForm, atLeast: Int)
  case record(Record)
  /// Alternatives of different kinds, such as a name or a list of names.
  case either([Shape])

  static func list(of shape: Shape) -> Shape { .list(of: shape, atLeast: 0) }

  /// The alternative that a value of this kind is held against; itself when there is no choice.
  func branch(for kind: ValueKind) -> Shape {
    guard case .either(let shapes) = self else { return self }
    return shapes.first { $0.kind == kind } ?? self
  }

  /// The kind that a value of this shape has; nil when there are several.
  var kind: ValueKind? {
    switch self {
    case .text, .choice, .integer, .boolean: .text
    case .secret, .mapping, .record: .mapping
    case .list: .list
    case .either: nil
    }
  }
}
