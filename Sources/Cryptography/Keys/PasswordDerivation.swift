/// How a password becomes a cipher key: how much work that is, and whether the cipher is one of the old ones.
///
///     PBES2-params ::= SEQUENCE {
///       keyDerivationFunc  AlgorithmIdentifier,
///       encryptionScheme   AlgorithmIdentifier }
///     PBKDF2-params ::= SEQUENCE {
///       salt            CHOICE { specified OCTET STRING, otherSource AlgorithmIdentifier },
///       iterationCount  INTEGER, … }
///     PBEParameter, pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
///
/// RFC 8018 appendix A, RFC 7292 appendix C.
struct PasswordDerivation {
  /// RC2 or RC4, which OpenSSL 3 keeps in its legacy provider.
  let isLegacyCipher: Bool
  /// RC2, RC4, single DES or triple DES with PKCS#12's or PKCS#5's first derivation.
  let isOutdated: Bool

  /// Honest files ask for up to some hundred thousand; this much takes seconds.
  static let iterationLimit = 10_000_000

  /// - Throws: ``CryptographyError/tooManyIterations(structure:iterations:limit:)``,
  ///   ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)``,
  ///   ``CryptographyError/malformed(structure:offset:)``.
  init(_ encryption: AlgorithmIdentifier, in structure: CryptographyError.Structure) throws(CryptographyError)
  {
    let identifier = encryption.objectIdentifier
    switch identifier {
    case Self.pbes2:
      var parameters = try Self.sequence(encryption, structure)
      let derivation = try parameters.algorithmIdentifier()
      let cipher = try parameters.algorithmIdentifier()
      if derivation.objectIdentifier == Self.pbkdf2 {
        var fields = try Self.sequence(derivation, structure)
        _ = try fields.next()
        try Self.check(fields.smallInteger(), structure)
      } else if derivation.objectIdentifier != Self.scrypt {
        // OpenSSL itself bounds scrypt's memory.
        throw .unsupportedAlgorithm(structure: structure, algorithm: derivation.objectIdentifier)
      }
      isLegacyCipher = cipher.objectIdentifier == "1.2.840.113549.3.2"
      isOutdated = isLegacyCipher || ["1.2.840.113549.3.7", "1.3.14.3.2.7"].contains(cipher.objectIdentifier)
    case _ where identifier.hasPrefix(Self.pkcs12) || identifier.hasPrefix(Self.pkcs5):
      var fields = try Self.sequence(encryption, structure)
      _ = try fields.next(ASN1.octetString)
      try Self.check(fields.smallInteger(), structure)
      isLegacyCipher = !["\(Self.pkcs12)3", "\(Self.pkcs12)4"].contains(identifier)
      isOutdated = true
    default:
      throw .unsupportedAlgorithm(structure: structure, algorithm: identifier)
    }
  }

  private static func sequence(
    _ algorithm: AlgorithmIdentifier, _ structure: CryptographyError.Structure
  ) throws(CryptographyError) -> ASN1Reader {
    var outer = ASN1Reader((algorithm.parameters ?? [])[...], of: structure)
    return try outer.next(ASN1.sequence).elements
  }

  static func check(_ iterations: Int, _ structure: CryptographyError.Structure) throws(CryptographyError) {
    guard iterations <= iterationLimit else {
      throw .tooManyIterations(structure: structure, iterations: iterations, limit: iterationLimit)
    }
  }

  private static let pbes2 = "1.2.840.113549.1.5.13"
  private static let pbkdf2 = "1.2.840.113549.1.5.12"
  private static let scrypt = "1.3.6.1.4.1.11591.4.11"
  /// PBE with SHA-1 and, by the last arc, RC4-128, RC4-40, 3DES, 2-key 3DES, RC2-128, RC2-40.
  private static let pkcs12 = "1.2.840.113549.1.12.1."
  /// PBES1: MD2, MD5 or SHA-1 with DES or RC2.
  private static let pkcs5 = "1.2.840.113549.1.5."
}
