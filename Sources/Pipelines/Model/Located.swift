/// A value and the place where the pipeline file says it.
///
/// Two are equal when value and place are.
package struct Located<Value: Equatable & Sendable>: Equatable, Sendable {
  package var value: Value
  package var position: Position

  package init(_ value: Value, at position: Position) {
    self.value = value
    self.position = position
  }
}
