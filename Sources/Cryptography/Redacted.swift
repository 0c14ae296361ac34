/// A type that holds a secret and says so instead of showing it, whichever way it is printed, mirrored or dumped.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomLeafReflectable {}

extension Redacted {
  package var description: String { "«redacted»" }
  package var debugDescription: String { "«redacted»" }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: nil) }
}
