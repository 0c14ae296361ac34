import Testing

@testable import Cryptography

@Suite struct ASN1ReaderTests {
  @Test(
    arguments: [
      [0x30], [0x30, 0x81], [0x30, 0x01], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x1f, 0x81, 0x00, 0x00],
      [0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x30, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0x04, 0x80, 0x00, 0x00], [0x30, 0x80, 0x00], [0x30, 0x80, 0x02, 0x01, 0x00], [],
    ] as [[UInt8]])
  func `refuses lengths that lie`(bytes: [UInt8]) {
    var reader = ASN1Reader(bytes[...], of: .asn1)
    #expect(throws: CryptographyError.self) { try reader.next() }
  }

  @Test func `reads indefinite and needlessly long lengths`() throws {
    let bytes: [UInt8] = [
      0x30, 0x80, 0x02, 0x82, 0x00, 0x01, 0x05, 0x30, 0x80, 0x00, 0x00, 0x00, 0x00, 0x05, 0x00,
    ]
    var reader = ASN1Reader(bytes[...], of: .asn1)
    let sequence = try reader.next(ASN1.sequence)
    #expect(Array(sequence.encoding) == Array(bytes.prefix(13)))
    var elements = sequence.elements
    #expect(try elements.smallInteger() == 5)
    #expect(try elements.next(ASN1.sequence).content.isEmpty)
    #expect(elements.isAtEnd)
    #expect(try reader.next(ASN1.null).content.isEmpty)
  }

  @Test func `does not follow nesting without end`() {
    let bytes = (0..<100_000).flatMap { _ in [0x30, 0x80] as [UInt8] }
    var reader = ASN1Reader(bytes[...], of: .asn1)
    #expect(throws: CryptographyError.self) { try reader.next() }
  }

  @Test(arguments: [
    "1.2.840.113549.1.1.11", "2.5.4.3", "0.9.2342.19200300.100.1.25", "2.16.840.1.101.3.4.2.1", "2.999.1",
  ])
  func `reads the object identifiers it writes`(dotted: String) throws {
    var reader = ASN1Reader(ASN1.encodeObjectIdentifier(dotted)[...], of: .asn1)
    #expect(try reader.objectIdentifier() == dotted)
  }

  @Test(arguments: [
    [0x06, 0x00], [0x06, 0x01, 0x80], [0x06, 0x0b] + [UInt8](repeating: 0xff, count: 10) + [0x7f],
  ])
  func `refuses object identifiers without end or measure`(bytes: [UInt8]) {
    var reader = ASN1Reader(bytes[...], of: .asn1)
    #expect(throws: CryptographyError.self) { try reader.objectIdentifier() }
  }
}
