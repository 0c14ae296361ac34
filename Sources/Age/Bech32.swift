import Cryptography

/// Bytes as text with a prefix that says what they are, and a checksum.
///
///     prefix  "1"  data, 5 bits a character  checksum, 6 characters
///
/// All of it is in lower case, or all in upper case; the checksum is that of the lower case. BIP 173, but of any length
/// up to ``limit``, as age uses it. Secret keys are such text: buffers are wiped.
enum Bech32 {
  /// More than any key of age takes as text, in bytes.
  static let limit = 8192

  /// The text of the bytes.
  ///
  /// - Parameter prefix: in the case that the text is to have; characters of visible ASCII.
  static func encode(prefix: String, _ data: UnsafeRawBufferPointer) -> SecretBytes {
    let isUpper = prefix.utf8.contains { isUpperCase($0) }
    let groupCount = (data.count * 8 + 4) / 5
    let start = prefix.utf8.count + 1
    return SecretBytes(count: start + groupCount + checksumLength) { buffer in
      buffer.copyBytes(from: prefix.utf8)
      buffer[start - 1] = separator
      var checksum = Checksum(prefix: prefix.utf8)
      var position = start
      func write(_ group: UInt8) {
        let character = alphabet[Int(group)]
        buffer[position] = isUpper && character >= UInt8(ascii: "a") ? character - 0x20 : character
        position += 1
      }
      var bits = 0
      var pending: UInt32 = 0
      for byte in data {
        pending = (pending & 0xfff) << 8 | UInt32(byte)
        bits += 8
        while bits >= 5 {
          bits -= 5
          let group = UInt8(truncatingIfNeeded: pending >> UInt32(bits)) & 31
          checksum.add(group)
          write(group)
        }
      }
      if bits > 0 {
        let group = UInt8(truncatingIfNeeded: pending << UInt32(5 - bits)) & 31
        checksum.add(group)
        write(group)
      }
      for group in checksum.groups { write(group) }
    }
  }

  /// The prefix as it is written, and the bytes; nil when the text is malformed.
  static func decode(_ text: UnsafeRawBufferPointer) -> (prefix: String, data: SecretBytes)? {
    guard text.count <= limit, text.allSatisfy({ (33...126).contains($0) }),
      !(text.contains(where: isUpperCase) && text.contains(where: isLowerCase)),
      let end = text.lastIndex(of: separator), end > 0, text.count - end - 1 >= checksumLength
    else { return nil }
    var checksum = Checksum(prefix: text[..<end])
    let groupCount = text.count - end - 1 - checksumLength
    let excess = groupCount * 5 % 8
    // What is left over of the last group is less than a group, and zeros.
    guard excess < 5 else { return nil }
    var isValid = true
    let data = SecretBytes(count: groupCount * 5 / 8) { buffer in
      var bits = 0
      var pending: UInt32 = 0
      var written = 0
      for (index, character) in text[(end + 1)...].enumerated() {
        guard let group = value(of: character) else {
          isValid = false
          return
        }
        checksum.add(group)
        guard index < groupCount else { continue }
        pending = (pending & 0xff) << 5 | UInt32(group)
        bits += 5
        if bits >= 8 {
          bits -= 8
          buffer[written] = UInt8(truncatingIfNeeded: pending >> UInt32(bits))
          written += 1
        }
      }
      isValid = checksum.isRight && pending & (1 << UInt32(excess) - 1) == 0
    }
    guard isValid else { return nil }
    return (String(decoding: text[..<end], as: UTF8.self), data)
  }

  private static let separator = UInt8(ascii: "1")
  private static let checksumLength = 6
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  private static func value(of character: UInt8) -> UInt8? {
    alphabet.firstIndex(of: lowerCase(character)).map { UInt8($0) }
  }

  private static func isUpperCase(_ character: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character)
  }

  private static func isLowerCase(_ character: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
  }

  private static func lowerCase(_ character: UInt8) -> UInt8 {
    isUpperCase(character) ? character + 0x20 : character
  }

  /// The BCH code of BIP 173.
  struct Checksum {
    private var state: UInt32 = 1

    /// Begins with the prefix: the high bits of its characters, zero, the low ones.
    init(prefix: some Collection<UInt8>) {
      for character in prefix { add(lowerCase(character) >> 5) }
      add(0)
      for character in prefix { add(lowerCase(character) & 31) }
    }

    mutating func add(_ group: UInt8) {
      let top = state >> 25
      state = (state & 0x1ff_ffff) << 5 ^ UInt32(group)
      for (bit, term) in Self.generator.enumerated() where top >> UInt32(bit) & 1 == 1 { state ^= term }
    }

    /// Whether what was added ends in the right checksum.
    var isRight: Bool { state == 1 }

    /// The checksum that makes what was added right.
    var groups: [UInt8] {
      var whole = self
      for _ in 0..<checksumLength { whole.add(0) }
      let sum = whole.state ^ 1
      return (0..<checksumLength).map { UInt8(truncatingIfNeeded: sum >> UInt32(5 * (5 - $0))) & 31 }
    }

    private static let generator: [UInt32] = [
      0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
    ]
  }
}
