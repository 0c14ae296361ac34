/// The parts of an http or https address that the language judges.
///
/// `scheme://[user[:password]@]host[:port][/path][?query]` (RFC 3986 §3)
struct WebAddress {
  var isSecure: Bool
  /// In lower case, an IPv6 address with its brackets.
  var host: String
  var hasUser: Bool

  init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    switch text[..<separator.lowerBound].lowercased() {
    case "https": isSecure = true
    case "http": isSecure = false
    default: return nil
    }
    var authority = text[separator.upperBound...].prefix { !"/?#".contains($0) }
    guard !text.contains("#"), !text.contains("\\") else { return nil }
    hasUser = authority.contains("@")
    if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
    let port: Substring
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      host = authority[...close].lowercased()
      port = authority[authority.index(after: close)...]
    } else {
      host = authority.prefix { $0 != ":" }.lowercased()
      port = authority.dropFirst(host.count)
    }
    guard Language.host.matches(host), port.isEmpty || WebAddress.isPort(port) else { return nil }
  }

  private static func isPort(_ text: Substring) -> Bool {
    guard text.first == ":", let port = UInt16(text.dropFirst()) else { return false }
    return port > 0
  }

  /// `localhost`, 127.0.0.0/8 and ::1.
  var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
