import CCurl

/// libcurl, which is loaded when it is first used.
package enum TransferLibrary {
  /// Why it cannot be used, in the words of the dynamic loader; nil when it can.
  package static var flaw: String? { slipway_curl_flaw().map { String(cString: $0) } }
}
