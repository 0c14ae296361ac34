import Cryptography

/// An age file as text, for where only text can go.
///
///     -----BEGIN AGE ENCRYPTED FILE-----
///     (base 64, padded, 64 columns a line)
///     -----END AGE ENCRYPTED FILE-----
///
/// Each file has one armor, but for blanks around it and the kind of its line ends: all else is refused, so that nobody can
/// change a file and have it read. https://c2sp.org/age#ascii-armor, RFC 7468 §3 figure 3.
enum AgeArmor {
  private static let label = "AGE ENCRYPTED FILE"
  private static let begin = "-----BEGIN \(label)-----"
  private static let end = "-----END \(label)-----"
  private static let columns = 64
  /// How far into a file an armor's first line is looked for.
  private static let reach = 1024

  /// Whether the file is armored, and nothing but blanks stands before.
  static func isArmored(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(reach).drop(while: isBlank).starts(with: begin.utf8)
  }

  /// Whether the file is armor, be it a right one or not: one that is refused as armor says more than one that is
  /// refused as a header.
  static func resemblesArmor(_ bytes: [UInt8]) -> Bool {
    let dashes = "-----"
    guard !bytes.starts(with: AgeHeader.family.utf8) else { return false }
    return bytes.prefix(reach).split(whereSeparator: isLineEnd).contains { line in
      line.drop(while: isBlank).starts(with: dashes.utf8)
    }
  }

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    Array(PEM.encode(bytes, label: label).utf8)
  }

  /// The file in its armor.
  ///
  /// - Throws: ``AgeError/armorMalformed(line:flaw:)``.
  static func decode(_ bytes: [UInt8]) throws(AgeError) -> [UInt8] {
    let lead = bytes.prefix(while: isBlank)
    var lines = Lines(rest: bytes[lead.endIndex...], number: lead.count { $0 == lineFeed })
    guard let first = lines.next(), first.elementsEqual(begin.utf8) else {
      throw .armorMalformed(line: lines.number, flaw: .malformedBegin)
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var isLast = false
    while let line = lines.next() {
      if line.first == UInt8(ascii: "-") {
        guard line.starts(with: end.utf8) else {
          throw .armorMalformed(line: lines.number, flaw: .malformedEnd)
        }
        guard line.dropFirst(end.utf8.count).allSatisfy(isBlank), lines.rest?.allSatisfy(isBlank) ?? true
        else { throw .armorMalformed(line: lines.number, flaw: .trailingText) }
        guard !text.isEmpty, let file = Base64.decodeCanonical(text, isPadded: true) else {
          throw .armorMalformed(line: lines.number - 1, flaw: .malformedBase64)
        }
        return file
      }
      guard !isLast, (1...columns).contains(line.count) else {
        throw .armorMalformed(line: lines.number, flaw: .malformedLine)
      }
      isLast = line.count < columns
      text += line
    }
    throw .armorMalformed(line: lines.number + 1, flaw: .malformedEnd)
  }

  /// The lines of a text, without their line ends.
  private struct Lines {
    /// What has not been read; nil behind the last line.
    private(set) var rest: ArraySlice<UInt8>?
    /// The last line that was read, counted from 1.
    private(set) var number: Int

    init(rest: ArraySlice<UInt8>, number: Int) {
      self.rest = rest
      self.number = number
    }

    mutating func next() -> ArraySlice<UInt8>? {
      guard let rest else { return nil }
      number += 1
      guard let end = rest.firstIndex(of: lineFeed) else {
        self.rest = nil
        return rest
      }
      self.rest = rest[(end + 1)...]
      let line = rest[..<end]
      return line.last == carriageReturn ? line.dropLast() : line
    }
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || isLineEnd(byte) }
}
