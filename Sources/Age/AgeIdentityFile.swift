package import Cryptography

/// A file of identities, as `age-keygen` writes it, or the same encrypted with a passphrase, as `age -p` does.
///
///     # created: 2026-11-26T12:00:00Z
///     # public key: age1…
///     AGE-SECRET-KEY-1…
///
/// A line is an identity, or a comment, or blank.
package enum AgeIdentityFile {
  /// What a file may have at most, in bytes.
  package static let limit = 1 << 20

  /// All identities of the file, in order, at least one.
  ///
  /// - Parameter passphrase: for a file that is wrapped; another ignores it.
  /// - Throws: ``AgeError/passphraseNeeded`` for a wrapped file without one, ``AgeError/wrongPassphrase``,
  ///   ``AgeError/malformedIdentity(line:)``, ``AgeError/unsupportedIdentity(line:kind:)``, ``AgeError/noIdentity``,
  ///   ``AgeError/tooLarge(_:limit:)``, and what ``AgeFile/decrypt(_:passphrase:)`` throws.
  package static func read(_ bytes: [UInt8], passphrase: SecretBytes?) throws(AgeError) -> [AgeIdentity] {
    guard bytes.count <= limit else { throw .tooLarge(.identityFileBytes, limit: limit) }
    guard isWrapped(bytes) else {
      let text = SecretBytes(bytes)
      return try text.withBytes(identities)
    }
    guard let passphrase else { throw .passphraseNeeded }
    return try AgeFile.decrypt(bytes, passphrase: passphrase).withBytes(identities)
  }

  /// Whether the file is itself encrypted, armored or not.
  package static func isWrapped(_ bytes: [UInt8]) -> Bool {
    AgeFile.isAge(bytes)
  }

  /// The file of one identity; with a passphrase, encrypted with it and armored, so that a variable can hold it too.
  ///
  /// - Parameter created: when, as text in one line.
  /// - Throws: what ``AgeFile/encrypt(_:passphrase:workFactor:armored:)`` throws.
  package static func write(
    _ identity: AgeIdentity, created: String, passphrase: SecretBytes?
  ) throws(AgeError) -> SecretBytes {
    let comments = Array("# created: \(created)\n# public key: \(identity.recipient)\n".utf8)
    let text = identity.text
    let file = SecretBytes(count: comments.count + text.count + 1) { buffer in
      buffer.copyBytes(from: comments)
      text.withBytes { buffer[comments.count...].copyBytes(from: $0) }
      buffer[buffer.count - 1] = lineFeed
    }
    guard let passphrase else { return file }
    return SecretBytes(try AgeFile.encrypt(file, passphrase: passphrase, armored: true))
  }

  private static func identities(_ text: UnsafeRawBufferPointer) throws(AgeError) -> [AgeIdentity] {
    var identities: [AgeIdentity] = []
    let lines = text.split(separator: lineFeed, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(rebasing: line).trimmingBlanks)
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      do {
        identities.append(try AgeIdentity(SecretBytes(line)))
      } catch {
        switch error {
        case .malformedIdentity: throw .malformedIdentity(line: index + 1)
        case .unsupportedIdentity(_, let kind): throw .unsupportedIdentity(line: index + 1, kind: kind)
        default: throw error
        }
      }
    }
    guard !identities.isEmpty else { throw .noIdentity }
    return identities
  }

  private static let lineFeed = UInt8(ascii: "\n")
}
