import COpenSSL

/// A running hash.
///
/// OpenSSL's algorithms are fetched once per process, and one digest can be used again and again with
/// ``finish(into:)``, so that hashing many small pieces costs no allocation.
package struct Digest: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer
  private let method: OpaquePointer
  package let algorithm: HashAlgorithm

  package init(_ algorithm: HashAlgorithm) {
    // The only ways to fail here are no memory and an OpenSSL built without the algorithm.
    guard let context = EVP_MD_CTX_new(), let method = HashMethods.method(algorithm),
      EVP_DigestInit_ex2(context, method, nil) == 1
    else { preconditionFailure("OpenSSL cannot start \(algorithm.rawValue)") }
    self.context = context
    self.method = method
    self.algorithm = algorithm
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    EVP_DigestUpdate(context, base, bytes.count)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds bytes.
  package mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds one byte.
  package mutating func update(_ byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// The digest of everything that was added.
  package consuming func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: algorithm.length) { buffer, count in
      EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
      count = algorithm.length
    }
  }

  /// Writes the digest of everything that was added, and starts anew.
  ///
  /// - Parameter output: at least ``HashAlgorithm/length`` bytes.
  package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
    precondition(output.count >= algorithm.length, "the buffer is shorter than the digest")
    EVP_DigestFinal_ex(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
    reset()
  }

  /// Forgets everything that was added.
  package mutating func reset() {
    EVP_DigestInit_ex2(context, method, nil)
  }

  /// The digest of bytes that are all at hand.
  package static func hash(_ algorithm: HashAlgorithm, _ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { hash(algorithm, $0) }
  }

  /// The digest of bytes that are all at hand.
  package static func hash(_ algorithm: HashAlgorithm, _ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.withUnsafeBytes { hash(algorithm, $0) }
  }

  /// The digest of bytes that are all at hand.
  package static func hash(_ algorithm: HashAlgorithm, _ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = Digest(algorithm)
    digest.update(bytes)
    return digest.finish()
  }
}

/// OpenSSL's implementations of the hash functions, fetched once and never freed.
enum HashMethods {
  static func method(_ algorithm: HashAlgorithm) -> OpaquePointer? {
    switch algorithm {
    case .md5: md5
    case .sha1: sha1
    case .sha224: sha224
    case .sha256: sha256
    case .sha384: sha384
    case .sha512: sha512
    }
  }

  // An EVP_MD that has been fetched is immutable.
  /// A library context of its own reads no configuration: what old signatures were made with can be read even where
  /// the system's policy turns it off for everyone else.
  private nonisolated(unsafe) static let library = OSSL_LIB_CTX_new()
  private nonisolated(unsafe) static let md5 = EVP_MD_fetch(library, "MD5", nil)
  private nonisolated(unsafe) static let sha1 = EVP_MD_fetch(library, "SHA1", nil)
  private nonisolated(unsafe) static let sha224 = EVP_MD_fetch(library, "SHA2-224", nil)
  private nonisolated(unsafe) static let sha256 = EVP_MD_fetch(library, "SHA2-256", nil)
  private nonisolated(unsafe) static let sha384 = EVP_MD_fetch(library, "SHA2-384", nil)
  private nonisolated(unsafe) static let sha512 = EVP_MD_fetch(library, "SHA2-512", nil)
}
