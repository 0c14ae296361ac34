import COpenSSL

/// Signatures of ECDSA and DSA with nonces from key and message (RFC 6979).
///
/// OpenSSL 3.0 has no switch for it; its own arithmetic is used with the nonce given.
extension KeyHandle {
  /// A nonce is as good as never refused; more in a row would be a fault.
  private static let attempts = 8

  /// The ECDSA signature of a digest, in DER; nil, with the reason in the queue, when OpenSSL refuses.
  func ecdsa(_ digest: [UInt8], hash: HashAlgorithm) -> [UInt8]? {
    guard let group = slipway_ec_group(pointer), let order = EC_GROUP_get0_order(group),
      let privateKey = secret(OSSL_PKEY_PARAM_PRIV_KEY), let context = BN_CTX_new()
    else { return nil }
    defer { BN_CTX_free(context) }
    return sign(digest, hash, privateKey, order: order) { nonce in
      guard let point = EC_POINT_new(group), let r = SecretNumber(), let inverse = SecretNumber() else {
        return nil
      }
      defer { EC_POINT_clear_free(point) }
      guard EC_POINT_mul(group, point, nonce.pointer, nil, nil, context) == 1,
        EC_POINT_get_affine_coordinates(group, point, r.pointer, nil, context) == 1,
        BN_nnmod(r.pointer, r.pointer, order, context) == 1, BN_is_zero(r.pointer) == 0,
        BN_mod_inverse(inverse.pointer, nonce.pointer, order, context) != nil,
        let signature = slipway_ecdsa_sign(
          digest, Int32(clamping: digest.count), inverse.pointer, r.pointer, pointer)
      else { return nil }
      defer { ECDSA_SIG_free(signature) }
      return OpenSSL.encoded { i2d_ECDSA_SIG(signature, $0) }
    }
  }

  /// The DSA signature of a digest, in DER; nil, with the reason in the queue, when OpenSSL refuses.
  ///
  ///     r = (g^k mod p) mod q,  s = (digest + x · r) / k mod q
  ///
  /// FIPS 186-4 §4.6. As in OpenSSL's own, digest and key are multiplied by a random number on the way and the result
  /// divided by it, so that what is measured of the multiplication says nothing.
  func dsa(_ digest: [UInt8], hash: HashAlgorithm) -> [UInt8]? {
    guard let p = secret(OSSL_PKEY_PARAM_FFC_P), let q = secret(OSSL_PKEY_PARAM_FFC_Q),
      let g = secret(OSSL_PKEY_PARAM_FFC_G), let x = secret(OSSL_PKEY_PARAM_PRIV_KEY),
      let context = BN_CTX_new()
    else { return nil }
    defer { BN_CTX_free(context) }
    let order = q.pointer
    let bits = BN_num_bits(order)
    return sign(digest, hash, x, order: order) { nonce in
      guard let message = digest.withUnsafeBytes({ SecretNumber(leftmost: bits, of: $0) }),
        let r = SecretNumber(), let s = SecretNumber(), let inverse = SecretNumber(),
        let blind = SecretNumber(), let unblind = SecretNumber(),
        BN_mod_exp(r.pointer, g.pointer, nonce.pointer, p.pointer, context) == 1,
        BN_nnmod(r.pointer, r.pointer, order, context) == 1, BN_is_zero(r.pointer) == 0,
        BN_mod_inverse(inverse.pointer, nonce.pointer, order, context) != nil,
        BN_priv_rand_range(blind.pointer, order) == 1, BN_is_zero(blind.pointer) == 0,
        BN_mod_inverse(unblind.pointer, blind.pointer, order, context) != nil,
        BN_mod_mul(s.pointer, blind.pointer, x.pointer, order, context) == 1,
        BN_mod_mul(s.pointer, s.pointer, r.pointer, order, context) == 1,
        BN_mod_mul(message.pointer, blind.pointer, message.pointer, order, context) == 1,
        BN_mod_add(s.pointer, s.pointer, message.pointer, order, context) == 1,
        BN_mod_mul(s.pointer, s.pointer, inverse.pointer, order, context) == 1,
        BN_mod_mul(s.pointer, s.pointer, unblind.pointer, order, context) == 1,
        BN_is_zero(s.pointer) == 0, let signature = DSA_SIG_new()
      else { return nil }
      defer { DSA_SIG_free(signature) }
      // The signature takes the copies over when it succeeds, which it does unless one is nil.
      guard let ownR = BN_dup(r.pointer), let ownS = BN_dup(s.pointer),
        DSA_SIG_set0(signature, ownR, ownS) == 1
      else { return nil }
      return OpenSSL.encoded { i2d_DSA_SIG(signature, $0) }
    }
  }

  /// The first signature that a nonce gives.
  private func sign(
    _ digest: [UInt8], _ hash: HashAlgorithm, _ privateKey: SecretNumber, order: OpaquePointer,
    _ attempt: (SecretNumber) -> [UInt8]?
  ) -> [UInt8]? {
    guard
      var nonces = DeterministicNonces(privateKey: privateKey, order: order, digest: digest, hash: hash)
    else { return nil }
    for _ in 0..<Self.attempts {
      guard let nonce = nonces.next() else { return nil }
      if let signature = attempt(nonce) { return signature }
    }
    return nil
  }

  /// A number of the key by OpenSSL's name; nil for a key without it.
  private func secret(_ name: String) -> SecretNumber? {
    var number: OpaquePointer?
    guard EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number else { return nil }
    return SecretNumber(owning: number)
  }
}
