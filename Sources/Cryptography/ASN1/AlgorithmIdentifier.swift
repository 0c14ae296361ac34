/// An algorithm with its parameters.
///
///     AlgorithmIdentifier ::= SEQUENCE {
///       algorithm   OBJECT IDENTIFIER,
///       parameters  ANY DEFINED BY algorithm OPTIONAL }
///
/// RFC 5280 §4.1.1.2.
package struct AlgorithmIdentifier: Hashable, Sendable {
  /// The dotted object identifier.
  package let objectIdentifier: String
  /// The parameters as they are encoded; nil when there are none.
  package let parameters: [UInt8]?

  init(_ objectIdentifier: String, parameters: [UInt8]? = nil) {
    self.objectIdentifier = objectIdentifier
    self.parameters = parameters
  }

  init(_ element: ASN1Reader.Element) throws(CryptographyError) {
    var fields = element.elements
    objectIdentifier = try fields.objectIdentifier()
    parameters = fields.isAtEnd ? nil : try Array(fields.next().encoding)
    guard fields.isAtEnd else { throw fields.malformed }
  }

  /// Whether both name the same algorithm: parameters that are NULL are none.
  func isSame(as other: AlgorithmIdentifier) -> Bool {
    func meaning(_ parameters: [UInt8]?) -> [UInt8]? { parameters == ASN1.encodedNull ? nil : parameters }
    return objectIdentifier == other.objectIdentifier && meaning(parameters) == meaning(other.parameters)
  }

  var encoded: [UInt8] {
    ASN1.encodeSequence(ASN1.encodeObjectIdentifier(objectIdentifier), parameters ?? [])
  }
}
