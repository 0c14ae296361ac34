import Bytes
package import Cryptography

/// The tar archive of a bundle (POSIX.1-1988 ustar): a header of 512 bytes a file, contents filled up to 512 bytes, two
/// empty blocks at the end. Archives of libarchive are not used, whose buffers are not wiped.
extension SecretBundle {
  private static let block = 512

  /// The archive.
  package var archive: SecretBytes {
    let size = members.reduce(2 * Self.block) { $0 + Self.block + Self.padded($1.contents.count) }
    return SecretBytes(count: size) { buffer in
      var offset = 0
      for member in members {
        let header = Self.header(name: member.name, size: member.contents.count)
        UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + Self.block]).copyBytes(from: header)
        offset += Self.block
        member.contents.withBytes { contents in
          UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + contents.count]).copyMemory(
            from: contents)
        }
        offset += Self.padded(member.contents.count)
      }
    }
  }

  /// Nil for what ``archive`` did not write: longer names, links, folders, or a wrong checksum.
  package init?(archive: SecretBytes) {
    self.init()
    let isRead = archive.withBytes { bytes -> Bool in
      var offset = 0
      while offset + Self.block <= bytes.count {
        let header = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Self.block])
        if header.allSatisfy({ $0 == 0 }) { return true }
        guard let (name, size) = Self.read(header), self[name] == nil else { return false }
        let start = offset + Self.block
        guard size <= bytes.count - start, Self.padded(size) <= bytes.count - start else { return false }
        self[name] = SecretBytes(bytes[start..<start + size])
        offset = start + Self.padded(size)
      }
      return false
    }
    guard isRead, !members.isEmpty else { return nil }
  }

  /// A name that the archive can hold and that leads nowhere else when somebody unpacks it: of another, its digest in
  /// the same folder.
  static func fitting(_ name: String) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isFit =
      name.utf8.count < 100 && !parts.contains { ["", ".", ".."].contains($0) }
      && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    guard !isFit else { return name }
    let folder = name.hasPrefix(profiles) ? profiles : ""
    return folder + Digest.hash(.sha256, Array(name.utf8)).hex
  }

  private static func padded(_ size: Int) -> Int { (size + block - 1) / block * block }

  private static func header(name: String, size: Int) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000600", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(size, digits: 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar\u{0}00", at: 257)
    put(octal(checksum(header), digits: 6) + "\u{0} ", at: 148)
    return header
  }

  private static func read(_ header: UnsafeRawBufferPointer) -> (name: String, size: Int)? {
    let bytes = Array(header)
    var summed = bytes
    summed.replaceSubrange(148..<156, with: "        ".utf8)
    guard number(bytes[148..<154]) == checksum(summed), bytes[156] == UInt8(ascii: "0"),
      let size = number(bytes[124..<135]),
      let name = String(validating: bytes[0..<100].prefix { $0 != 0 }, as: UTF8.self),
      !name.isEmpty
    else { return nil }
    return (name, size)
  }

  private static func checksum(_ header: [UInt8]) -> Int { header.reduce(0) { $0 + Int($1) } }

  private static func octal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }
}
