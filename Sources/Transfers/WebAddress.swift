import CCurl

/// An http or https URL, read by the parser of the library that will connect to it, so that no two readers can
/// disagree about the host.
///
///     URI = scheme ":" "//" host [ ":" port ] path [ "?" query ]        (RFC 3986 §3)
///
/// A fragment is dropped; a user name or password is refused.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// `http` or `https`.
  package let scheme: String
  /// Lower case, without a closing dot; an IPv6 address in brackets.
  package let host: String
  package let port: Int
  /// Percent-encoded, begins with a slash.
  package let path: String
  /// Percent-encoded, without the question mark.
  package let query: String?

  /// The longest address taken, in bytes.
  package static let longest = 8192

  /// - Throws: ``TransferError/malformedAddress(address:reason:)``, ``TransferError/secretInAddress(address:)`` or
  ///   ``TransferError/schemeNotAllowed(address:scheme:)`` for anything but http and https.
  package init(_ text: String) throws(TransferError) {
    self = try Self.parse(text, relativeTo: nil)
  }

  /// What a reference, such as the value of `Location`, points to from here.
  ///
  /// - Throws: as ``init(_:)``.
  package func resolving(_ reference: String) throws(TransferError) -> WebAddress {
    try Self.parse(reference, relativeTo: text)
  }

  /// The same address with another last component of its path; nothing of `name` is taken as more than text.
  package func named(_ name: String) -> WebAddress {
    let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
    return WebAddress(
      scheme: scheme, host: host, port: port, path: folder + Self.percentEncoded(name), query: query)
  }

  /// The address as it is requested.
  ///
  /// It may hold a signature in its query: never shown.
  package var text: String {
    let query = query.map { "?" + $0 } ?? ""
    return "\(scheme)://\(authority)\(path)\(query)"
  }

  /// The address for people: whatever stands in the query is left out.
  package var description: String {
    "\(scheme)://\(authority)\(path)" + (query == nil ? "" : "?«redacted»")
  }

  /// Host and port, the port only where it is not the scheme's own.
  package var authority: String {
    port == Self.ownPort(of: scheme) ? host : "\(host):\(port)"
  }

  /// Whether the host is this machine, whatever a resolver says.
  package var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || Self.isLoopbackNumber(host)
  }

  /// Whether scheme, host and port are the same.
  package func hasSameOrigin(as other: WebAddress) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// A path component in which everything but RFC 3986's unreserved characters is encoded.
  package static func percentEncoded(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return name.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  private init(scheme: String, host: String, port: Int, path: String, query: String?) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }

  private static func parse(_ text: String, relativeTo base: String?) throws(TransferError) -> WebAddress {
    let shown = redacted(text)
    guard text.utf8.count <= longest else {
      throw .malformedAddress(
        address: String(shown.prefix(100)), reason: "it is longer than \(longest) bytes")
    }
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
      throw .malformedAddress(address: shown, reason: "it is empty, or holds a space or a control character")
    }
    if let flaw = TransferLibrary.flaw { throw .libraryMissing(reason: flaw) }
    guard let url = slipway_curl_url() else {
      throw .malformedAddress(address: shown, reason: "no memory is left")
    }
    defer { slipway_curl_url_cleanup(url) }
    for part in [base, text].compactMap(\.self) {
      let code = slipway_curl_url_set(
        url, CURLUPART_URL, part, UInt32(CURLU_DISALLOW_USER | CURLU_NON_SUPPORT_SCHEME))
      if code == CURLUE_USER_NOT_ALLOWED { throw .secretInAddress(address: shown) }
      guard code == CURLUE_OK else {
        throw .malformedAddress(address: shown, reason: String(cString: slipway_curl_url_strerror(code)))
      }
    }
    let scheme = Self.part(CURLUPART_SCHEME, of: url)?.lowercased() ?? ""
    guard let ownPort = ownPort(of: scheme) else { throw .schemeNotAllowed(address: shown, scheme: scheme) }
    guard var host = Self.part(CURLUPART_HOST, of: url)?.lowercased(), !host.isEmpty else {
      throw .malformedAddress(address: shown, reason: "it names no host")
    }
    if host.hasSuffix(".") { host.removeLast() }
    let port = Self.part(CURLUPART_PORT, of: url).map { Int($0) ?? 0 } ?? ownPort
    return WebAddress(
      scheme: scheme, host: host, port: port, path: Self.part(CURLUPART_PATH, of: url) ?? "/",
      query: Self.part(CURLUPART_QUERY, of: url))
  }

  private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard slipway_curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { slipway_curl_free(text) }
    return String(cString: text)
  }

  private static func ownPort(of scheme: String) -> Int? {
    switch scheme {
    case "https": 443
    case "http": 80
    default: nil
    }
  }

  /// libcurl has brought every way of writing an IPv4 address to dotted decimals before.
  private static func isLoopbackNumber(_ host: String) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  /// A text that may be no URL at all, without what stands where secrets stand in one.
  private static func redacted(_ text: String) -> String {
    var rest = text[...]
    var result = ""
    if let colon = rest.firstRange(of: "://") {
      result = String(rest[..<colon.upperBound])
      rest = rest[colon.upperBound...]
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let at = authority.lastIndex(of: "@") {
      result += "«redacted»"
      rest = rest[at...]
    }
    let shown = rest.prefix { $0 != "?" && $0 != "#" }
    return result + shown + (shown.endIndex < rest.endIndex ? "?«redacted»" : "")
  }
}
