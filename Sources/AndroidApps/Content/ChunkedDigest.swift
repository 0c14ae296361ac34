import Bytes
import Cryptography
import Synchronization

/// The digest of a package's content for v2 and v3, over chunks that may be hashed in any order and on any thread.
///
///     digest of a chunk   H(0xa5 | uint32 length | bytes), at most a mebibyte, from one section alone
///     digest of all       H(0x5a | uint32 number of chunks | digests of the chunks)
///
/// The sections are what is before the signing block, the central directory, and the end record with its offset of the
/// central directory replaced by that of the signing block.
/// https://source.android.com/docs/security/features/apksigning/v2#integrity-protected-contents
final class ChunkedDigest: Sendable {
  static let chunkSize = 1 << 20

  let hash: HashAlgorithm
  let chunkCount: Int
  /// The chunks' digests end to end.
  private let digests: Mutex<[UInt8]>

  init(_ hash: HashAlgorithm, chunkCount: Int) {
    self.hash = hash
    self.chunkCount = chunkCount
    digests = Mutex([UInt8](repeating: 0, count: chunkCount * hash.length))
  }

  /// What stands before the bytes of a chunk.
  func prefix(of count: Int) -> [UInt8] {
    Self.header(0xa5, count)
  }

  /// Hashes some chunks, given with their numbers.
  func take(_ chunks: [(bytes: UnsafeRawBufferPointer, index: Int)]) {
    let values = PieceDigests.hash(
      hash, chunks.map { PieceDigests.Piece($0.bytes, prefix: prefix(of: $0.bytes.count)) })
    for (place, chunk) in chunks.enumerated() {
      keep(values[place * hash.length..<(place + 1) * hash.length], at: chunk.index)
    }
  }

  /// Keeps the digest of one chunk.
  func keep(_ digest: some Collection<UInt8>, at index: Int) {
    digests.withLock { $0.replaceSubrange(index * hash.length..<(index + 1) * hash.length, with: digest) }
  }

  /// The digest of all chunks, once every one has been taken.
  func finish() -> [UInt8] {
    var digest = Digest(hash)
    digest.update(Self.header(0x5a, chunkCount))
    digest.update(digests.withLock { $0 })
    return digest.finish()
  }

  /// How many chunks a section of so many bytes has; none when it is empty.
  static func chunkCount(of size: Int) -> Int {
    (size + chunkSize - 1) / chunkSize
  }

  private static func header(_ kind: UInt8, _ count: Int) -> [UInt8] {
    var header = [kind]
    header.append(u32: UInt32(truncatingIfNeeded: count))
    return header
  }
}
