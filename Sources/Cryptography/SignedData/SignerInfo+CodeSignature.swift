package import struct FoundationEssentials.Date

/// The attributes of a signature over Apple code.
extension SignerInfo {
  static let contentType = "1.2.840.113549.1.9.3"
  static let messageDigest = "1.2.840.113549.1.9.4"
  static let signingTime = "1.2.840.113549.1.9.5"
  static let hashAgilityV1 = "1.2.840.113635.100.9.1"
  static let hashAgilityV2 = "1.2.840.113635.100.9.2"
  static let timeStampToken = "1.2.840.113549.1.9.16.2.14"

  /// The digest of a CodeDirectory as hash agility V2 has it.
  ///
  ///     AgileHash ::= SEQUENCE { hashType OBJECT IDENTIFIER, hashValue OCTET STRING }
  ///
  /// Security, OSX/libsecurity_smime/lib/cmssiginfo.c.
  package struct AgileHash: Hashable, Sendable {
    /// The dotted identifier of the hash function; ``HashAlgorithm/init(objectIdentifier:)`` knows the usual ones.
    package let hashIdentifier: String
    /// Whole, not cut to the 20 bytes of a cdhash.
    package let digest: [UInt8]
  }

  /// When the signer says it signed (RFC 5652 §11.3); nil when it does not say, or not exactly once.
  package var signingTime: Date? {
    guard let value = signedAttribute(Self.signingTime) else { return nil }
    var reader = ASN1Reader(value[...], of: .signedData)
    return try? reader.time()
  }

  /// Whether there is hash agility V1 at all, which files signed before 2017 lack.
  package var hasHashAgilityV1: Bool { has(Self.hashAgilityV1) }

  /// The property list of hash agility V1 as it is, whose array `cdhashes` has the first 20 bytes of each
  /// CodeDirectory's digest in the order of their slots.
  ///
  /// Nil when the attribute is absent or is not exactly one OCTET STRING.
  package var hashAgilityV1: [UInt8]? {
    guard let value = signedAttribute(Self.hashAgilityV1) else { return nil }
    var reader = ASN1Reader(value[...], of: .signedData)
    return (try? reader.next(ASN1.octetString)).map { Array($0.content) }
  }

  /// Whether there is hash agility V2 at all, which files signed before 2019 lack.
  package var hasHashAgilityV2: Bool { has(Self.hashAgilityV2) }

  /// The digests of all CodeDirectories in the order of the encoding, which says nothing about their slots.
  ///
  /// Nil when the attribute is absent, is there more than once, or is not a set of them.
  package var hashAgilityV2: [AgileHash]? {
    let matches = signedAttributes?.filter { $0.objectIdentifier == Self.hashAgilityV2 } ?? []
    guard matches.count == 1 else { return nil }
    var hashes: [AgileHash] = []
    for value in matches[0].values {
      var outer = ASN1Reader(value[...], of: .signedData)
      guard var fields = try? outer.next(ASN1.sequence).elements,
        let identifier = try? fields.objectIdentifier(),
        let digest = try? fields.next(ASN1.octetString), fields.isAtEnd
      else { return nil }
      hashes.append(AgileHash(hashIdentifier: identifier, digest: Array(digest.content)))
    }
    return hashes
  }

  /// Whether a time stamp of RFC 3161 is beside the signature, as Developer ID's have; it is not looked into.
  package var hasTimeStamp: Bool {
    unsignedAttributes.contains { $0.objectIdentifier == Self.timeStampToken }
  }

  private func has(_ identifier: String) -> Bool {
    signedAttributes?.contains { $0.objectIdentifier == identifier } ?? false
  }
}
