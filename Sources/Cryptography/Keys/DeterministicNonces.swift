import COpenSSL

/// The nonces of a signature of ECDSA or DSA as key and message alone make them, so that signing the same twice gives
/// the same bytes, and no weak random number gives the key away.
///
///     V = 01 01 …, K = 00 00 …                           as long as a digest
///     K = HMAC(K, V | 00 | private key | digest mod q)    V = HMAC(K, V)
///     K = HMAC(K, V | 01 | private key | digest mod q)    V = HMAC(K, V)
///     nonce = the leftmost bits of V = HMAC(K, V) | V = HMAC(K, V) | …, as many as q has
///     K = HMAC(K, V | 00)                                 V = HMAC(K, V)    before another nonce
///
/// RFC 6979 §3.2. Whoever knows a nonce knows the key: all of it is wiped.
struct DeterministicNonces {
  private let hash: HashAlgorithm
  /// q, the order of the group; it stays the caller's.
  private let order: OpaquePointer
  private let orderBits: Int32
  private var key: SecretBytes
  private var value: SecretBytes
  private var isFirst = true

  /// - Parameters:
  ///   - order: must live as long as this.
  ///   - digest: of the message, by `hash`.
  /// - Returns: nil when OpenSSL has no memory.
  init?(privateKey: SecretNumber, order: OpaquePointer, digest: [UInt8], hash: HashAlgorithm) {
    self.hash = hash
    self.order = order
    orderBits = BN_num_bits(order)
    let orderLength = (Int(orderBits) + 7) / 8
    key = SecretBytes(repeatElement(0, count: hash.length))
    value = SecretBytes(repeatElement(1, count: hash.length))
    guard let context = BN_CTX_new() else { return nil }
    defer { BN_CTX_free(context) }
    let bits = orderBits
    guard let reduced = digest.withUnsafeBytes({ SecretNumber(leftmost: bits, of: $0) }),
      BN_nnmod(reduced.pointer, reduced.pointer, order, context) == 1,
      let keyOctets = privateKey.bytes(count: orderLength),
      let digestOctets = reduced.bytes(count: orderLength),
      advance(with: [SecretBytes([0]), keyOctets, digestOctets]),
      advance(with: [SecretBytes([1]), keyOctets, digestOctets])
    else { return nil }
  }

  /// The next nonce, in 1 … q − 1; nil when OpenSSL has no memory.
  mutating func next() -> SecretNumber? {
    while true {
      if !isFirst { guard advance(with: [SecretBytes([0])]) else { return nil } }
      isFirst = false
      guard let candidate = candidate() else { return nil }
      if BN_is_zero(candidate.pointer) == 0, BN_cmp(candidate.pointer, order) < 0 { return candidate }
    }
  }

  /// Makes a new K from V and what follows it, and a new V.
  private mutating func advance(with parts: [SecretBytes]) -> Bool {
    guard let newKey = MessageAuthentication.code(hash, key: key, over: [value] + parts),
      let newValue = MessageAuthentication.code(hash, key: newKey, over: [value])
    else { return false }
    (key, value) = (newKey, newValue)
    return true
  }

  private mutating func candidate() -> SecretNumber? {
    let rounds = (Int(orderBits) + hash.length * 8 - 1) / (hash.length * 8)
    return withUnsafeTemporaryAllocation(byteCount: rounds * hash.length, alignment: 1) { buffer in
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      for round in 0..<rounds {
        guard let next = MessageAuthentication.code(hash, key: key, over: [value]) else { return nil }
        value = next
        next.withBytes { buffer[(round * hash.length)...].copyBytes(from: $0) }
      }
      return SecretNumber(leftmost: orderBits, of: UnsafeRawBufferPointer(buffer))
    }
  }
}
