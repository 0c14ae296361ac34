/// The lines of a header, one after the other.
struct HeaderLines {
  private let bytes: ArraySlice<UInt8>
  /// The index of the next line's first byte.
  private(set) var position: Int
  /// The number of lines read.
  private(set) var number = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next line, without its line feed.
  ///
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)`` when there is none that ends.
  mutating func next() throws(AgeError) -> ArraySlice<UInt8> {
    number += 1
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw .headerMalformed(line: number, flaw: .truncated)
    }
    defer { position = end + 1 }
    return bytes[position..<end]
  }
}
