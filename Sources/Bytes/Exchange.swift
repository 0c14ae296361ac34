import CLinux
import Glibc

/// Puts what is at one path in the place of what is at another, in one step, and that in its place.
///
/// Where there is nothing at the second path, the first is only renamed.
///
/// - Throws: ``BytesError``; both are then as they were.
package func exchange(_ first: String, with second: String) throws(BytesError) {
  if slipway_exchange(first, second) == 0 { return }
  guard errno == ENOENT, rename(first, second) == 0 else {
    throw writeError(errno, path: second, operation: "name")
  }
}
