/// What kind of key it is, and how large.
package enum KeyAlgorithm: Hashable, Sendable {
  case rsa(bits: Int)
  /// A named curve, such as `P-256`; curves without a common name by their dotted identifier, and `explicit` for
  /// one whose parameters are spelled out. `bits` is 0 when the size is not known.
  case ec(curve: String, bits: Int)
  case dsa(bits: Int)
  case ed25519
  case x25519
  /// Any other, by its dotted object identifier.
  case other(String)

  /// The algorithm of a SubjectPublicKeyInfo.
  ///
  ///     SubjectPublicKeyInfo ::= SEQUENCE {
  ///       algorithm         AlgorithmIdentifier,
  ///       subjectPublicKey  BIT STRING }
  ///
  /// RFC 5280 §4.1, with RFC 3279 §2.3 for what the bits hold.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``. An algorithm that is not known is not an error.
  package init(publicKeyInfo: [UInt8]) throws(CryptographyError) {
    var outer = ASN1Reader(publicKeyInfo[...], of: .publicKey)
    var fields = try outer.next(ASN1.sequence).elements
    let algorithm = try fields.algorithmIdentifier()
    let parameters = algorithm.parameters ?? []
    switch algorithm.objectIdentifier {
    case KeyAlgorithm.rsaIdentifier, "1.2.840.113549.1.1.10":
      var key = try ASN1Reader(fields.bitString(), of: .publicKey).elements()
      self = .rsa(bits: Self.bitCount(try key.next(ASN1.integer).content))
    case KeyAlgorithm.dsaIdentifier:
      // Parameters may be inherited from the issuer; the size is unknown then.
      guard parameters.first == ASN1.sequence else {
        self = .dsa(bits: 0)
        return
      }
      var domain = try ASN1Reader(parameters[...], of: .publicKey).elements()
      self = .dsa(bits: Self.bitCount(try domain.next(ASN1.integer).content))
    case KeyAlgorithm.ecIdentifier:
      guard parameters.first == ASN1.objectIdentifier else {
        self = .ec(curve: "explicit", bits: 0)
        return
      }
      var reader = ASN1Reader(parameters[...], of: .publicKey)
      let identifier = try reader.objectIdentifier()
      let known = Self.curves.first { $0.identifier == identifier }
      self = .ec(curve: known?.name ?? identifier, bits: known?.bits ?? 0)
    case "1.3.101.112": self = .ed25519
    case "1.3.101.110": self = .x25519
    default: self = .other(algorithm.objectIdentifier)
    }
  }

  static let rsaIdentifier = "1.2.840.113549.1.1.1"
  static let dsaIdentifier = "1.2.840.10040.4.1"
  static let ecIdentifier = "1.2.840.10045.2.1"

  private static let curves: [(identifier: String, name: String, bits: Int)] = [
    ("1.2.840.10045.3.1.7", "P-256", 256), ("1.3.132.0.34", "P-384", 384), ("1.3.132.0.35", "P-521", 521),
    ("1.3.132.0.33", "P-224", 224), ("1.3.132.0.10", "secp256k1", 256), ("1.2.840.10045.3.1.1", "P-192", 192),
  ]

  /// The size of an INTEGER taken as unsigned: a modulus written without its leading zero counts whole.
  private static func bitCount(_ content: ArraySlice<UInt8>) -> Int {
    let digits = content.drop { $0 == 0 }
    guard let first = digits.first else { return 0 }
    return digits.count * 8 - first.leadingZeroBitCount
  }
}

extension KeyAlgorithm: CustomStringConvertible {
  /// For people: `RSA 2048`, `EC P-256`.
  package var description: String {
    switch self {
    case .rsa(let bits): "RSA \(bits)"
    case .ec(let curve, _): "EC \(curve)"
    case .dsa(let bits): "DSA \(bits)"
    case .ed25519: "Ed25519"
    case .x25519: "X25519"
    case .other(let identifier): identifier
    }
  }
}

extension ASN1Reader {
  /// The elements of the next element, a SEQUENCE.
  fileprivate func elements() throws(CryptographyError) -> ASN1Reader {
    var copy = self
    return try copy.next(ASN1.sequence).elements
  }
}
