/// A PKCS#7 or CMS signature, with or without its content.
///
///     ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
///     SignedData ::= SEQUENCE {
///       version           INTEGER,
///       digestAlgorithms  SET OF AlgorithmIdentifier,
///       encapContentInfo  SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL },
///       certificates      [0] IMPLICIT SET OF CertificateChoices OPTIONAL,
///       crls              [1] IMPLICIT SET OF RevocationInfoChoice OPTIONAL,
///       signerInfos       SET OF SignerInfo }
///
/// RFC 5652 §3 and §5.1. BER is read as well as DER, and certificates keep their encoding.
package struct SignedData: Sendable {
  package let version: Int
  /// The dotted identifier of what was signed; `1.2.840.113549.1.7.1` is plain data.
  package let contentType: String
  /// The content when it is inside; nil for a detached signature.
  package let content: [UInt8]?
  /// In the order of the encoding.
  ///
  /// Attribute certificates and other choices are left out.
  package let certificates: [Certificate]
  package let signers: [SignerInfo]

  static let signedDataType = "1.2.840.113549.1.7.2"
  static let dataType = "1.2.840.113549.1.7.1"

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``, also for a malformed certificate;
  ///   ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)`` for another content type than SignedData.
  ///   Bytes behind the structure are ignored: signature files are padded in the wild.
  package init(der: [UInt8]) throws(CryptographyError) {
    var outer = ASN1Reader(der[...], of: .signedData)
    var info = try outer.next(ASN1.sequence).elements
    let type = try info.objectIdentifier()
    guard type == Self.signedDataType else {
      throw .unsupportedAlgorithm(structure: .signedData, algorithm: type)
    }
    var explicit = try info.next(ASN1.context(0)).elements
    var fields = try explicit.next(ASN1.sequence).elements

    version = try fields.smallInteger()
    // Each signer names its own; but what is there must be what it should be, for Java reads it.
    var algorithms = try fields.next(ASN1.set).elements
    while !algorithms.isAtEnd { _ = try algorithms.algorithmIdentifier() }
    var encapsulated = try fields.next(ASN1.sequence).elements
    contentType = try encapsulated.objectIdentifier()
    if var holder = try encapsulated.nextIf(ASN1.context(0))?.elements {
      content = try Self.octets(holder.next())
    } else {
      content = nil
    }
    certificates = try fields.nextIf(ASN1.context(0)).map(Self.certificates) ?? []
    _ = try fields.nextIf(ASN1.context(1))
    var list = try fields.next(ASN1.set).elements
    var signers: [SignerInfo] = []
    while !list.isAtEnd { try signers.append(SignerInfo(list.next(ASN1.sequence))) }
    self.signers = signers
  }

  /// The certificate that a signer names; nil when it is not inside.
  package func certificate(of signer: SignerInfo) -> Certificate? {
    certificates.first { signer.identifies($0) }
  }

  /// The signer's certificate and its issuers as far as they are inside, leaf first; empty when its own is not.
  package func chain(of signer: SignerInfo) -> [Certificate] {
    certificate(of: signer)?.chain(from: certificates) ?? []
  }

  /// The content of an OCTET STRING, also of one that BER cut into pieces (X.690 §8.7.3).
  ///
  /// PKCS#7 allowed other types inside; their content is taken as it is.
  private static func octets(_ element: ASN1Reader.Element) throws(CryptographyError) -> [UInt8] {
    guard element.tag == ASN1.constructedOctetString else { return Array(element.content) }
    var pieces = element.elements
    var bytes: [UInt8] = []
    while !pieces.isAtEnd {
      let failure = pieces.malformed
      let piece = try pieces.next()
      guard piece.tag == ASN1.octetString || piece.tag == ASN1.constructedOctetString else { throw failure }
      bytes += try octets(piece)
    }
    return bytes
  }

  private static func certificates(_ field: ASN1Reader.Element) throws(CryptographyError) -> [Certificate] {
    var choices = field.elements
    var certificates: [Certificate] = []
    while !choices.isAtEnd {
      let choice = try choices.next()
      if choice.tag == ASN1.sequence { try certificates.append(Certificate(der: Array(choice.encoding))) }
    }
    return certificates
  }
}
