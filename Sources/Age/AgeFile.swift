package import Cryptography

/// Files encrypted in the age format, version 1: `age -d` opens what this writes, and this what `age` writes.
///
///     file = header  payload
///
/// https://c2sp.org/age. Of the recipients' types, X25519 and scrypt are known. Files are small and held whole.
package enum AgeFile {
  /// What a plaintext may have at most, in bytes: 64 MiB.
  package static let limit = 64 << 20
  /// What `age -p` takes: about a second, and 256 MiB of memory.
  package static let usualWorkFactor = 18

  /// Encrypts, so that each of the recipients can decrypt.
  ///
  /// - Throws: ``AgeError/noRecipient``, ``AgeError/duplicateRecipient(_:)``, ``AgeError/malformedRecipient(_:)`` for one
  ///   to whom nothing can be encrypted, ``AgeError/tooLarge(_:limit:)``, ``AgeError/cryptography(_:)``.
  package static func encrypt(
    _ plaintext: SecretBytes, to recipients: [AgeRecipient], armored: Bool = false
  ) throws(AgeError) -> [UInt8] {
    guard !recipients.isEmpty else { throw .noRecipient }
    guard recipients.count <= AgeHeader.stanzaLimit else {
      throw .tooLarge(.recipients, limit: AgeHeader.stanzaLimit)
    }
    var seen: Set<AgeRecipient> = []
    for recipient in recipients {
      guard seen.insert(recipient).inserted else { throw .duplicateRecipient("\(recipient)") }
    }
    let fileKey = try FileKey.generate()
    var stanzas: [AgeStanza] = []
    for recipient in recipients { stanzas.append(try X25519Stanza.wrap(fileKey, for: recipient)) }
    return try seal(plaintext, stanzas, fileKey, armored)
  }

  /// Encrypts, so that whoever knows the passphrase can decrypt.
  ///
  /// - Parameter workFactor: the binary logarithm of how much work a guess is, from 1 to 22.
  /// - Throws: ``AgeError/passphraseNeeded`` for an empty one, ``AgeError/workFactorTooHigh(_:limit:)``,
  ///   ``AgeError/tooLarge(_:limit:)``, ``AgeError/cryptography(_:)``.
  package static func encrypt(
    _ plaintext: SecretBytes, passphrase: SecretBytes, workFactor: Int = usualWorkFactor,
    armored: Bool = false
  ) throws(AgeError) -> [UInt8] {
    precondition(workFactor >= 1, "scrypt with no work")
    guard !passphrase.isEmpty else { throw .passphraseNeeded }
    guard workFactor <= ScryptStanza.workFactorLimit else {
      throw .workFactorTooHigh(workFactor, limit: ScryptStanza.workFactorLimit)
    }
    let fileKey = try FileKey.generate()
    let stanza = try ScryptStanza.wrap(fileKey, with: passphrase, workFactor: workFactor)
    return try seal(plaintext, [stanza], fileKey, armored)
  }

  /// Decrypts with whichever of the identities fits.
  ///
  /// - Parameter bytes: the file, armored or not.
  /// - Throws: ``AgeError/noMatch``, ``AgeError/passphraseNeeded`` for a file that is encrypted with one, and what is
  ///   wrong with the file.
  package static func decrypt(
    _ bytes: [UInt8], with identities: [AgeIdentity]
  ) throws(AgeError) -> SecretBytes {
    try open(bytes) { (header) throws(AgeError) in
      guard header.stanzas.first?.type != ScryptStanza.type else { throw .passphraseNeeded }
      var stanzas: [X25519Stanza] = []
      for stanza in header.stanzas {
        if let stanza = try X25519Stanza(stanza) { stanzas.append(stanza) }
      }
      for identity in identities {
        for stanza in stanzas {
          if let fileKey = try stanza.unwrap(with: identity) { return fileKey }
        }
      }
      throw .noMatch
    }
  }

  /// Decrypts with a passphrase.
  ///
  /// It takes as much work as the file says, up to a work factor of 22.
  ///
  /// - Parameter bytes: the file, armored or not.
  /// - Throws: ``AgeError/wrongPassphrase``, ``AgeError/identityNeeded`` for a file that is encrypted to recipients,
  ///   ``AgeError/workFactorTooHigh(_:limit:)``, and what is wrong with the file.
  package static func decrypt(_ bytes: [UInt8], passphrase: SecretBytes) throws(AgeError) -> SecretBytes {
    try open(bytes) { (header) throws(AgeError) in
      guard let first = header.stanzas.first, let stanza = try ScryptStanza(first) else {
        throw .identityNeeded
      }
      guard let fileKey = try stanza.unwrap(with: passphrase) else { throw .wrongPassphrase }
      return fileKey
    }
  }

  /// To how many recipients the file is encrypted; a passphrase counts as one.
  ///
  /// Nothing proves the number to somebody who cannot decrypt.
  ///
  /// - Throws: what is wrong with the file.
  package static func recipientCount(of bytes: [UInt8]) throws(AgeError) -> Int {
    try AgeHeader(binary(bytes)).stanzas.count { !$0.isGrease }
  }

  /// Whether the bytes begin as an age file does, armored or not.
  package static func isAge(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: (AgeHeader.version + "\n").utf8) || AgeArmor.isArmored(bytes)
  }

  private static func seal(
    _ plaintext: SecretBytes, _ stanzas: [AgeStanza], _ fileKey: SecretBytes, _ armored: Bool
  ) throws(AgeError) -> [UInt8] {
    guard plaintext.count <= limit else { throw .tooLarge(.bytes, limit: limit) }
    let header = try AgeHeader.encode(stanzas, fileKey: fileKey)
    let file = header + (try AgePayload.seal(plaintext, fileKey: fileKey))
    return armored ? AgeArmor.encode(file) : file
  }

  private static func open(
    _ bytes: [UInt8], _ fileKey: (AgeHeader) throws(AgeError) -> SecretBytes
  ) throws(AgeError) -> SecretBytes {
    let file = try binary(bytes)
    let header = try AgeHeader(file)
    let key = try fileKey(header)
    guard try header.isAuthentic(by: key) else { throw .macMismatch }
    return try AgePayload.open(file[header.length...], fileKey: key, headerLines: header.lineCount)
  }

  /// The file without its armor.
  private static func binary(_ bytes: [UInt8]) throws(AgeError) -> [UInt8] {
    // Half as long again has room for a header, for tags and for base 64 in lines.
    guard bytes.count <= limit + limit / 2 else { throw .tooLarge(.bytes, limit: limit) }
    return AgeArmor.resemblesArmor(bytes) ? try AgeArmor.decode(bytes) : bytes
  }
}
