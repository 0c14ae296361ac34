/// Paths in a tree are compared and cut byte by byte: to Swift's characters, a slash and an accent that stands behind it
/// are one.
extension String {
  /// What of the path is below a folder; nil for what is elsewhere, and for the folder itself.
  func path(below folder: String) -> String? {
    let (own, top) = (utf8, folder.utf8)
    guard own.starts(with: top) else { return nil }
    let rest = own.dropFirst(top.count)
    guard rest.first == UInt8(ascii: "/"), rest.count > 1 else { return nil }
    return String(Substring(rest.dropFirst()))
  }

  /// The names between the slashes.
  var pathParts: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }
}
