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
  /// The chunks' digests end to end.
  private let digests = Mutex<[UInt8]>([])

  init(_ hash: HashAlgorithm) {
    self.hash = hash
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
    let end = (index + 1) * hash.length
    digests.withLock { digests in
      if digests.count < end { digests += repeatElement(0, count: end - digests.count) }
      digests.replaceSubrange(index * hash.length..<end, with: digest)
    }
  }

  /// The digest of all chunks, once every one has been taken.
  func finish() -> [UInt8] {
    let digests = digests.withLock { $0 }
    return Digest.hash(hash, Self.header(0x5a, digests.count / hash.length) + digests)
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
