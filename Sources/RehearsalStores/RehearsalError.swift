package import Bytes

/// Why the rehearsal did not begin.
package enum RehearsalError: Error, Equatable, Sendable {
  /// The port is taken or not allowed; 0 when any would have done. `reason` is the system's.
  case cannotListen(port: Int, reason: String)
  /// The folder for what is uploaded cannot be used.
  case folder(BytesError)
}
