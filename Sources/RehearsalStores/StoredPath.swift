/// Where in the folder a request's path points to: never out of it, and never to a hidden file.
struct StoredPath: Sendable {
  /// Relative to the folder.
  let text: String

  /// Nil for anything but plain components.
  init?(requestPath: Substring) {
    let components = requestPath.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard !components.isEmpty, components.count <= 16 else { return nil }
    var names: [String] = []
    for component in components {
      guard let name = Self.percentDecoded(component), !name.isEmpty, !name.hasPrefix("."),
        name.utf8.count <= 200, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "/") })
      else { return nil }
      names.append(name)
    }
    text = names.joined(separator: "/")
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16),
        !digits.hasPrefix("+")
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
