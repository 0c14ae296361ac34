import COpenSSL

/// The textual encoding of keys and certificates (RFC 7468).
package enum PEM {
  /// One block between `-----BEGIN …-----` and `-----END …-----`.
  package struct Block: Sendable {
    /// What it says it holds, such as `CERTIFICATE`.
    package let label: String
    /// The decoded bytes.
    ///
    /// A block encrypted by header holds the encrypted ones.
    package let bytes: [UInt8]
    /// Whether it is in the old form that a `DEK-Info` header says is encrypted (RFC 1421 §4.6.1.3).
    package let isEncryptedByHeader: Bool
    /// The block as it was written.
    let text: ArraySlice<UInt8>

    package var isCertificate: Bool {
      ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"].contains(label)
    }

    /// A private key in any of its forms.
    package var isPrivateKey: Bool { label == "PRIVATE KEY" || label.hasSuffix(" PRIVATE KEY") }

    /// Whether its private key is encrypted.
    package var isEncrypted: Bool { isEncryptedByHeader || label == "ENCRYPTED PRIVATE KEY" }
  }

  /// Whether the bytes look like PEM: a `-----BEGIN` line somewhere.
  package static func isPEM(_ bytes: [UInt8]) -> Bool {
    !blocks(in: bytes).isEmpty
  }

  /// All complete blocks, in order.
  ///
  /// Text around and between them is allowed, and so are blocks that cannot be decoded: those are left out.
  package static func blocks(in bytes: [UInt8]) -> [Block] {
    var blocks: [Block] = []
    var open: (label: String, start: Int, body: [ArraySlice<UInt8>])?
    for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      if let label = label(of: line, "-----BEGIN ") {
        open = (label, line.startIndex, [])
      } else if let label = label(of: line, "-----END ") {
        if let open, open.label == label,
          let block = block(open.label, open.body, bytes[open.start..<line.endIndex])
        {
          blocks.append(block)
        }
        open = nil
      } else {
        open?.body.append(line)
      }
    }
    return blocks
  }

  /// The block with this label, in lines of 64 characters.
  package static func encode(_ bytes: [UInt8], label: String) -> String {
    let text = Base64.encode(bytes)
    var lines = ["-----BEGIN \(label)-----"]
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(64)))
      rest = rest.dropFirst(64)
    }
    lines.append("-----END \(label)-----")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func label(of line: ArraySlice<UInt8>, _ prefix: String) -> String? {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
    let suffix = "-----"
    guard line.count > prefix.utf8.count + suffix.utf8.count, line.starts(with: prefix.utf8),
      line.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    else { return nil }
    return String(decoding: line.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count), as: UTF8.self)
  }

  private static func block(_ label: String, _ body: [ArraySlice<UInt8>], _ text: ArraySlice<UInt8>) -> Block?
  {
    let headers = body.prefix { $0.contains(UInt8(ascii: ":")) }
    let isEncrypted = headers.contains { $0.starts(with: "DEK-Info:".utf8) }
    guard let bytes = Base64.decode(Array(body.dropFirst(headers.count).joined())) else { return nil }
    return Block(label: label, bytes: bytes, isEncryptedByHeader: isEncrypted, text: text)
  }
}
