import CCurl
package import struct FoundationEssentials.Date

extension Response {
  /// How long the server asks to be left alone: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3).
  ///
  /// Nil when it does not ask, or asks in no form known; never negative.
  package func retryAfter(now: Date = Date()) -> Duration? {
    guard let value = headers["Retry-After"] else { return nil }
    if let seconds = Int(value) { return .seconds(max(0, min(seconds, 1 << 31))) }
    let time = slipway_curl_getdate(value)
    guard time >= 0 else { return nil }
    return .seconds(max(0, time - Int(now.timeIntervalSince1970)))
  }
}
