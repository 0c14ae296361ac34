import Cryptography

/// The encrypted content: a nonce, and chunks of 64 KiB with a tag each, of which the last one says so.
///
///     payload     = nonce (16 bytes)  1*chunk
///     payload key = HKDF-SHA-256(file key, nonce, "payload")
///     chunk nonce = number of the chunk, big-endian in 11 bytes  (final ? 1 : 0)
///
/// The last chunk may be shorter, but empty only when it is the first. https://c2sp.org/age#payload
enum AgePayload {
  private static let nonceLength = 16
  private static let chunkLength = 1 << 16
  private static let sealedLength = chunkLength + ChaCha20Poly1305.tagLength

  /// The payload of a plaintext.
  ///
  /// - Throws: ``AgeError/cryptography(_:)``.
  static func seal(_ plaintext: SecretBytes, fileKey: SecretBytes) throws(AgeError) -> [UInt8] {
    try AgeError.cryptography { () throws(CryptographyError) in
      let nonce = try RandomBytes.make(nonceLength)
      let key = try payloadKey(fileKey, nonce)
      let count = max(1, (plaintext.count + chunkLength - 1) / chunkLength)
      var payload = nonce
      payload.reserveCapacity(nonceLength + plaintext.count + count * ChaCha20Poly1305.tagLength)
      try plaintext.withBytes { (bytes) throws(CryptographyError) in
        for number in 0..<count {
          let chunk = bytes.dropFirst(number * chunkLength).prefix(chunkLength)
          payload += try ChaCha20Poly1305.seal(
            UnsafeRawBufferPointer(rebasing: chunk), key: key,
            nonce: chunkNonce(number, isFinal: number == count - 1))
        }
      }
      return payload
    }
  }

  /// The plaintext of a payload, all of it or nothing.
  ///
  /// - Throws: ``AgeError/payloadDamaged(chunk:)``, ``AgeError/tooLarge(_:limit:)``, ``AgeError/cryptography(_:)`` and,
  ///   since the vectors count the nonce as the header's, ``AgeError/headerMalformed(line:flaw:)``.
  static func open(
    _ payload: ArraySlice<UInt8>, fileKey: SecretBytes, headerLines: Int
  ) throws(AgeError) -> SecretBytes {
    guard payload.count >= nonceLength else {
      throw .headerMalformed(line: headerLines, flaw: .nonceTruncated)
    }
    let key = try AgeError.cryptography { () throws(CryptographyError) in
      try payloadKey(fileKey, Array(payload.prefix(nonceLength)))
    }
    let sealed = payload.dropFirst(nonceLength)
    let count = max(1, (sealed.count + sealedLength - 1) / sealedLength)
    let lastLength = sealed.count - (count - 1) * sealedLength
    let shortest = ChaCha20Poly1305.tagLength + (count == 1 ? 0 : 1)
    guard lastLength >= shortest else { throw .payloadDamaged(chunk: count) }
    let length = sealed.count - count * ChaCha20Poly1305.tagLength
    guard length <= AgeFile.limit else { throw .tooLarge(.bytes, limit: AgeFile.limit) }
    return try SecretBytes(count: length) { (plaintext) throws(AgeError) in
      let result = sealed.withUnsafeBytes { sealed in
        Result { () throws(AgeError) in try open(sealed, chunks: count, key: key, into: plaintext) }
      }
      try result.get()
    }
  }

  private static func open(
    _ sealed: UnsafeRawBufferPointer, chunks count: Int, key: SecretBytes,
    into plaintext: UnsafeMutableRawBufferPointer
  ) throws(AgeError) {
    for number in 0..<count {
      let chunk = sealed.dropFirst(number * sealedLength).prefix(sealedLength)
      let output = plaintext.dropFirst(number * chunkLength).prefix(chunkLength)
      let isAuthentic = try AgeError.cryptography { () throws(CryptographyError) in
        try ChaCha20Poly1305.open(
          UnsafeRawBufferPointer(rebasing: chunk), key: key,
          nonce: chunkNonce(number, isFinal: number == count - 1),
          into: UnsafeMutableRawBufferPointer(rebasing: output))
      }
      guard isAuthentic else { throw .payloadDamaged(chunk: number + 1) }
    }
  }

  private static func payloadKey(
    _ fileKey: SecretBytes, _ nonce: [UInt8]
  ) throws(CryptographyError) -> SecretBytes {
    try HKDF.sha256(
      fileKey, salt: nonce, info: Array("payload".utf8), count: ChaCha20Poly1305.keyLength)
  }

  private static func chunkNonce(_ number: Int, isFinal: Bool) -> [UInt8] {
    [0, 0, 0] + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } + [isFinal ? 1 : 0]
  }
}
