import Cryptography

/// What stands before an age file's payload: the file key, wrapped once for each recipient, and a MAC by it.
///
///     header = "age-encryption.org/v1" LF  1*stanza  "--- " 43base64char LF
///
/// https://c2sp.org/age#header
struct AgeHeader: Sendable {
  let stanzas: [AgeStanza]
  /// Where the payload begins.
  let length: Int
  /// How many lines it has.
  let lineCount: Int
  /// What the MAC is over: everything up to and with the `---` before it.
  private let covered: [UInt8]
  private let mac: [UInt8]

  /// The version line without its line feed.
  static let version = "age-encryption.org/v1"
  /// What all versions begin with.
  static let family = "age-encryption.org/"
  /// More than anybody has recipients: each costs every reader a scalar multiplication, before anything is authentic.
  static let stanzaLimit = 1000
  /// What a header may have at most, in bytes.
  static let limit = 1 << 20

  /// Reads a header, and nothing of the payload behind it.
  ///
  /// The MAC is not looked at yet, since only the file key can: see ``isAuthentic(by:)``.
  ///
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)``, ``AgeError/tooLarge(_:limit:)``.
  init(_ bytes: [UInt8]) throws(AgeError) {
    guard bytes.starts(with: (Self.version + "\n").utf8) else {
      throw .headerMalformed(line: 1, flaw: .notVersion1)
    }
    var lines = HeaderLines(bytes.prefix(Self.limit))
    do {
      _ = try lines.next()
      (stanzas, covered, mac) = try Self.read(&lines, bytes)
    } catch {
      if case .headerMalformed(_, .truncated) = error, bytes.count > Self.limit {
        throw .tooLarge(.headerBytes, limit: Self.limit)
      }
      throw error
    }
    length = lines.position
    lineCount = lines.number
    guard stanzas.count == 1 || !stanzas.contains(where: { $0.type == ScryptStanza.type }) else {
      throw .headerMalformed(
        line: stanzas.first { $0.type == ScryptStanza.type }?.line ?? 0, flaw: .passphraseNotAlone)
    }
  }

  /// Whether the header is as whoever encrypted the file wrote it.
  ///
  /// - Throws: ``AgeError/cryptography(_:)``.
  func isAuthentic(by fileKey: SecretBytes) throws(AgeError) -> Bool {
    isEqualInConstantTime(try Self.code(over: covered, by: fileKey), mac)
  }

  /// The header with these stanzas.
  ///
  /// - Throws: ``AgeError/cryptography(_:)``.
  static func encode(_ stanzas: [AgeStanza], fileKey: SecretBytes) throws(AgeError) -> [UInt8] {
    let covered = Array((version + "\n" + stanzas.map(\.text).joined() + mark).utf8)
    let mac = try code(over: covered, by: fileKey)
    return covered + Array(" \(Base64.encodeUnpadded(mac))\n".utf8)
  }

  private static func read(
    _ lines: inout HeaderLines, _ bytes: [UInt8]
  ) throws(AgeError) -> (stanzas: [AgeStanza], covered: [UInt8], mac: [UInt8]) {
    var stanzas: [AgeStanza] = []
    while true {
      let start = lines.position
      let line = try lines.next()
      if line.starts(with: AgeStanza.mark.utf8) {
        guard stanzas.count < stanzaLimit else { throw .tooLarge(.recipients, limit: stanzaLimit) }
        stanzas.append(try AgeStanza(line, reading: &lines))
      } else if line.starts(with: mark.utf8) {
        guard !stanzas.isEmpty else { throw .headerMalformed(line: lines.number, flaw: .noStanza) }
        let text = line.dropFirst(mark.utf8.count)
        guard text.first == UInt8(ascii: " "),
          let mac = Base64.decodeCanonical(Array(text.dropFirst()), isPadded: false),
          mac.count == HashAlgorithm.sha256.length
        else { throw .headerMalformed(line: lines.number, flaw: .malformedMAC) }
        return (stanzas, Array(bytes[..<(start + mark.utf8.count)]), mac)
      } else {
        throw .headerMalformed(line: lines.number, flaw: .unexpectedLine)
      }
    }
  }

  private static func code(over covered: [UInt8], by fileKey: SecretBytes) throws(AgeError) -> [UInt8] {
    try AgeError.cryptography { () throws(CryptographyError) in
      let key = try HKDF.sha256(fileKey, salt: [], info: Array("header".utf8), count: 32)
      return try MessageAuthentication.code(.sha256, key: key, over: covered)
    }
  }

  private static let mark = "---"
}
