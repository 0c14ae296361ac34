import COpenSSL
import CSHA2

/// A hash of the SHA-2 family down to its compression function, which can be run over several states at once.
///
/// SHA-256 and SHA-512 differ in their words, blocks and constants, not in how they are used. FIPS 180-4.
protocol SHA2Function {
  /// A word of the state: 32 or 64 bits.
  associatedtype Word: FixedWidthInteger & UnsignedInteger & Sendable

  /// What a digest begins with: the eight words of 5.3.3 or 5.3.5.
  static var initialState: [Word] { get }
  /// How many states ``compressMany(_:_:blocks:)`` advances on this processor; 1 when it has no better way.
  static var lanes: Int { get }

  /// Advances one state over whole blocks.
  static func compress(
    _ state: UnsafeMutablePointer<Word>, _ data: UnsafePointer<UInt8>, blocks: Int)

  /// Advances ``lanes`` states, eight words each and end to end, over as many blocks of data of their own.
  ///
  /// Called only where there is more than one lane.
  static func compressMany(
    _ states: UnsafeMutablePointer<Word>, _ data: UnsafePointer<UnsafePointer<UInt8>?>, blocks: Int)
}

extension SHA2Function {
  /// The bytes of a block: sixteen words.
  static var blockSize: Int { 16 * MemoryLayout<Word>.size }
  /// The bytes of a digest: eight words.
  static var length: Int { 8 * MemoryLayout<Word>.size }

  /// What comes behind a message: a bit, zeros, and its length in bits as two words (5.1.1, 5.1.2).
  ///
  /// - Parameters:
  ///   - rest: the bytes behind the last whole block, fewer than a block.
  ///   - count: the length of the whole message in bytes.
  /// - Returns: the rest and what comes behind it, one block or two.
  static func padding(_ rest: UnsafeRawBufferPointer, count: Int) -> [UInt8] {
    let size = rest.count + 1 + 2 * MemoryLayout<Word>.size
    var bytes = [UInt8](repeating: 0, count: (size + blockSize - 1) / blockSize * blockSize)
    bytes.withUnsafeMutableBytes { buffer in
      buffer.copyMemory(from: rest)
      buffer[rest.count] = 0x80
      // Lengths here fit 61 bits, so of the upper word of 64 bits nothing is needed.
      buffer.storeBytes(
        of: UInt64(count * 8).bigEndian, toByteOffset: buffer.count - 8, as: UInt64.self)
    }
    return bytes
  }

  /// Writes the digest that a state stands for.
  static func write(_ state: UnsafePointer<Word>, to output: UnsafeMutableRawBufferPointer) {
    for index in 0..<8 {
      output.storeBytes(
        of: state[index].bigEndian, toByteOffset: index * MemoryLayout<Word>.size, as: Word.self)
    }
  }
}

enum SHA256Function: SHA2Function {
  static let initialState: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  static let lanes = slipway_sha256_is_supported() ? 2 : 1

  static func compress(_ state: UnsafeMutablePointer<UInt32>, _ data: UnsafePointer<UInt8>, blocks: Int) {
    if lanes > 1 {
      slipway_sha256_one(state, data, blocks)
    } else {
      slipway_openssl_sha256(state, data, blocks)
    }
  }

  static func compressMany(
    _ states: UnsafeMutablePointer<UInt32>, _ data: UnsafePointer<UnsafePointer<UInt8>?>, blocks: Int
  ) {
    slipway_sha256_two(states, data[0], states + 8, data[1], blocks)
  }
}

enum SHA512Function: SHA2Function {
  static let initialState: [UInt64] = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ]
  static let lanes = max(1, Int(slipway_sha512_lanes()))

  static func compress(_ state: UnsafeMutablePointer<UInt64>, _ data: UnsafePointer<UInt8>, blocks: Int) {
    slipway_openssl_sha512(state, data, blocks)
  }

  static func compressMany(
    _ states: UnsafeMutablePointer<UInt64>, _ data: UnsafePointer<UnsafePointer<UInt8>?>, blocks: Int
  ) {
    slipway_sha512_many(states, data, blocks)
  }
}
