package import Transfers

/// What happens while a file is delivered; `name` is its name at the destination.
package enum DeliveryEvent: Equatable, Sendable {
  /// The destination is asked what it has under this name.
  case looking(name: String)
  /// Bytes on their way, of how many; starts again when a file is sent again.
  case sending(name: String, sent: Int, of: Int)
  /// A try failed and there will be another.
  case retrying(name: String, retry: Retry)
  case done(name: String)
}
