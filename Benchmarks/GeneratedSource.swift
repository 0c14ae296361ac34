import Bytes

/// Bytes that are the same every time and are nowhere stored.
struct GeneratedSource: ByteSource {
  /// What the bytes are like, which decides how far they shrink.
  enum Kind {
    /// As pictures and sound are: not at all.
    case media
    /// As machine code and bytecode are: to about half.
    case code
    /// As layouts and texts are: to about a fifth.
    case text
  }

  let kind: Kind
  let seed: UInt64
  let count: Int

  private static let block = 4096

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard offset >= 0, buffer.count <= count - offset else {
      throw .truncated(path: "generated", offset: offset, wanted: buffer.count)
    }
    var done = 0
    while done < buffer.count {
      let number = (offset + done) / Self.block
      let inside = (offset + done) % Self.block
      let part = min(Self.block - inside, buffer.count - done)
      let bytes = bytes(ofBlock: number)
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + part]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[inside..<inside + part]))
      }
      done += part
    }
  }

  private func bytes(ofBlock number: Int) -> [UInt8] {
    var state = (seed &+ UInt64(number)) &* 0x9e37_79b9_7f4a_7c15 | 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state &* 0x2545_f491_4f6c_dd1d
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.block + 16)
    while bytes.count < Self.block {
      let word = next()
      switch kind {
      case .media: withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
      case .code:
        // Most instructions are among a few hundred, some have operands that occur nowhere else.
        if word >> 61 == 0 {
          withUnsafeBytes(of: UInt32(truncatingIfNeeded: word)) { bytes.append(contentsOf: $0) }
        } else {
          let number = UInt32(truncatingIfNeeded: word >> 8 & word >> 20 & 0x3ff)
          withUnsafeBytes(of: (number &* 0x9e37_79b1) ^ 0x0048_8b00) { bytes.append(contentsOf: $0) }
        }
      case .text: bytes += Self.words[Int(word >> 32) % Self.words.count]
      }
    }
    return Array(bytes[..<Self.block])
  }

  private static let words = [
    "<LinearLayout ", "android:id=\"@+id/", "android:layout_width=\"match_parent\" ", "title", "image",
    "button",
    "\"/>\n", "<TextView ", "android:text=\"@string/", "margin", "16dp", "0x7f0a00", "1", "2", "3", "7",
    "visible",
  ].map { Array($0.utf8) }
}
