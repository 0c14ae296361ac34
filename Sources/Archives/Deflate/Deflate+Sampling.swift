import CDeflate
import Glibc

extension Deflate {
  /// Whether it is worth trying to compress data: false for what is compressed already, such as pictures and sound.
  ///
  /// Trying costs as much as compressing text does. So data whose bytes are all about equally frequent, as compressed data's
  /// are, is tried at the lowest level in two places, and left as it is when neither shrinks. Below 4 KiB, no sample would
  /// be cheaper than the trial; nothing at all is not worth it.
  static func mayShrink(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 4 * sample else { return !bytes.isEmpty }
    guard bitsPerByte(bytes) > packedBits else { return true }
    return [bytes.count / 4, bytes.count * 3 / 4].contains { start in
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + sample])
      return whole(part, level: 1).count < part.count
    }
  }

  private static let sample = 1 << 10
  /// Random data of 4 KiB has 7.95 bits a byte, compressed data hardly less.
  private static let packedBits = 7.9

  /// The entropy of the bytes, each by itself, in bits.
  private static func bitsPerByte(_ bytes: UnsafeRawBufferPointer) -> Double {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * 256) { counts in
      counts.initialize(repeating: 0)
      // Four tables, since a counter that was just written is slow to read.
      var index = 0
      while index + 4 <= bytes.count {
        for lane in 0..<4 { counts[lane << 8 | Int(bytes[index + lane])] &+= 1 }
        index += 4
      }
      let total = Double(index)
      return (0..<256).reduce(0) { sum, value in
        let count = Double((0..<4).reduce(0) { $0 &+ counts[$1 << 8 | value] })
        return count == 0 ? sum : sum - count / total * log2(count / total)
      }
    }
  }
}
