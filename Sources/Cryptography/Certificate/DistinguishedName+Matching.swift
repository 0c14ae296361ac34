extension DistinguishedName {
  /// Whether both are the same name, however their strings are encoded: letters differ in case, runs of spaces in
  /// length, and a PrintableString is as good as a UTF8String (RFC 5280 §7.1).
  ///
  /// A PKCS#7 from elsewhere may spell the issuer in another way than the certificate does.
  package func matches(_ other: DistinguishedName) -> Bool {
    self == other
      || attributes.count == other.attributes.count
        && zip(attributes, other.attributes).allSatisfy { left, right in
          left.type == right.type && left.joinsPrevious == right.joinsPrevious
            && Self.canonical(left.value) == Self.canonical(right.value)
        }
  }

  private static func canonical(_ value: String) -> String {
    value.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
