import Bytes
import Cryptography

/// A file that is read buffer by buffer, and its running digests.
final class LargeFile {
  private let source: any ByteSource
  private var offset = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  /// The one that two files advance together; nil when it is not wanted.
  private var sha256: SHA256?
  private var others: [RunningDigest]

  init(_ source: any ByteSource, _ algorithms: Set<HashAlgorithm>) {
    self.source = source
    sha256 = algorithms.contains(.sha256) ? SHA256() : nil
    others = algorithms.subtracting([.sha256]).map(RunningDigest.init)
  }

  var hasSHA256: Bool { sha256 != nil }

  deinit {
    buffer.deallocate()
  }

  /// The next bytes, which live until the next call; none at the end.
  func next() throws(AppleError) -> UnsafeRawBufferPointer {
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(source.count - offset))
    if !part.isEmpty { try ResourceDigests.read(source, at: offset, into: part) }
    offset += part.count
    return UnsafeRawBufferPointer(part)
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    sha256?.update(bytes)
    for digest in others { digest.update(bytes) }
  }

  /// Advances two files at once, both of which have a SHA-256.
  static func update(
    _ first: LargeFile, _ bytes: UnsafeRawBufferPointer, _ second: LargeFile,
    _ otherBytes: UnsafeRawBufferPointer
  ) {
    guard var one = first.sha256.take(), var two = second.sha256.take() else {
      preconditionFailure("a file has no SHA-256")
    }
    SHA256.update(&one, bytes, &two, otherBytes)
    (first.sha256, second.sha256) = (one, two)
    for digest in first.others { digest.update(bytes) }
    for digest in second.others { digest.update(otherBytes) }
  }

  func finish() -> [HashAlgorithm: [UInt8]] {
    var digests: [HashAlgorithm: [UInt8]] = [:]
    for other in others { digests[other.algorithm] = other.finish() }
    digests[.sha256] = sha256?.finish()
    return digests
  }
}

/// A digest that can stand in an array.
private final class RunningDigest {
  private var digest: Digest

  init(_ algorithm: HashAlgorithm) {
    digest = Digest(algorithm)
  }

  var algorithm: HashAlgorithm { digest.algorithm }

  func update(_ buffer: UnsafeRawBufferPointer) {
    digest.update(buffer)
  }

  func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: digest.algorithm.length) { buffer, count in
      digest.finish(into: UnsafeMutableRawBufferPointer(buffer))
      count = digest.algorithm.length
    }
  }
}
