import CCurl
import Synchronization

/// One of libcurl's easy handles.
///
/// It is used by one thread at a time; its open connections serve its next request.
final class EasyHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  /// Nil when libcurl cannot begin.
  init?() {
    guard Self.isReady, let pointer = slipway_curl_easy_init() else { return nil }
    self.pointer = pointer
  }

  deinit {
    slipway_curl_easy_cleanup(pointer)
  }

  /// libcurl's own preparation, once per process and before its first thread.
  private static let isReady =
    TransferLibrary.flaw == nil && slipway_curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func set(_ option: CURLoption, _ value: Int) {
    slipway_curl_set_long(pointer, option, value)
  }

  func set(_ option: CURLoption, _ value: Bool) {
    slipway_curl_set_long(pointer, option, value ? 1 : 0)
  }

  func set(_ option: CURLoption, _ value: String) {
    slipway_curl_set_text(pointer, option, value)
  }

  func set(offset option: CURLoption, _ value: Int) {
    slipway_curl_set_offset(pointer, option, curl_off_t(value))
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    slipway_curl_get_long(pointer, info, &value)
    return value
  }

  func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    slipway_curl_get_offset(pointer, info, &value)
    return Int(value)
  }
}

/// The handles of a client that no transfer is using.
final class HandlePool: Sendable {
  private let idle = Mutex<[EasyHandle]>([])

  func take() -> EasyHandle? {
    idle.withLock { $0.popLast() } ?? EasyHandle()
  }

  /// Keeps a handle, with its connections but none of its options, for the next request.
  func giveBack(_ handle: EasyHandle) {
    slipway_curl_easy_reset(handle.pointer)
    idle.withLock { $0.append(handle) }
  }
}
