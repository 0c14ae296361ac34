import Bytes
import Cryptography
import Synchronization

/// The digest of a package's content as a tree of 4 KiB pages, which Android can check page by page.
///
///     leaf    SHA-256(8 zero bytes | page), the sections of ``ChunkedDigest`` end to end, the last page filled with zeros
///     level   the same over the digests of the level below, until one page holds them all
///     digest  SHA-256(8 zero bytes | last page) | uint64 length of the content
///
/// https://source.android.com/docs/security/features/apksigning/v2, `VerityTreeBuilder` of apksig.
final class VerityTree: Sendable {
  private static let pageSize = SigningBlock.pageSize
  private static let salt = [UInt8](repeating: 0, count: 8)

  private let size: Int
  private let leaves: Mutex<[UInt8]>

  /// - Parameter size: of the content, in bytes.
  init(size: Int) {
    self.size = size
    let pages = (size + Self.pageSize - 1) / Self.pageSize
    leaves = Mutex([UInt8](repeating: 0, count: pages * HashAlgorithm.sha256.length))
  }

  /// Hashes the pages of a part of the content, which begins at a page and ends at one or with the content.
  func take(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let digests = Self.digests(ofPagesIn: bytes)
    let start = offset / Self.pageSize * HashAlgorithm.sha256.length
    leaves.withLock { $0.replaceSubrange(start..<start + digests.count, with: digests) }
  }

  /// The digest, once everything has been taken.
  func finish() -> [UInt8] {
    var level = leaves.withLock { $0 }
    while level.count > Self.pageSize { level = level.withUnsafeBytes(Self.digests(ofPagesIn:)) }
    var root = size > Self.pageSize ? level.withUnsafeBytes(Self.digests(ofPagesIn:)) : level
    root.append(u64: UInt64(size))
    return root
  }

  private static func digests(ofPagesIn bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let whole = bytes.count / pageSize
    var pages = (0..<whole).map { page in
      PieceDigests.Piece(
        UnsafeRawBufferPointer(rebasing: bytes[page * pageSize..<(page + 1) * pageSize]), prefix: salt)
    }
    guard whole * pageSize < bytes.count else { return PieceDigests.hash(.sha256, pages) }
    var last = [UInt8](bytes[(whole * pageSize)...])
    last += repeatElement(0, count: pageSize - last.count)
    return last.withUnsafeBytes { last in
      pages.append(PieceDigests.Piece(last, prefix: salt))
      return PieceDigests.hash(.sha256, pages)
    }
  }
}
