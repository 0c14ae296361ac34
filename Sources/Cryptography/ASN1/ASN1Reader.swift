/// A cursor over ASN.1 elements in DER, lenient to BER.
///
/// Certificates and PKCS#7 blocks in packages are not always DER: lengths may be longer than needed or indefinite
/// (X.690 §8.1.3). Android takes those, so this reader does. It copies nothing: every element is a slice of the
/// bytes it was read from, in their original encoding.
struct ASN1Reader {
  /// One element: identifier octet, length, content.
  struct Element {
    /// The identifier octet.
    ///
    /// Tags above 30 do not occur in what is read here and are refused.
    let tag: UInt8
    /// Header, content and, with an indefinite length, the end marker.
    let encoding: ArraySlice<UInt8>
    let content: ArraySlice<UInt8>
    fileprivate let structure: CryptographyError.Structure
    fileprivate let depth: Int

    /// The elements inside.
    var elements: ASN1Reader { ASN1Reader(content, of: structure, depth: depth + 1) }
  }

  /// How deep elements may nest.
  ///
  /// A certificate needs about 10.
  private static let depthLimit = 48

  private var rest: ArraySlice<UInt8>
  let structure: CryptographyError.Structure
  private let depth: Int

  init(_ bytes: ArraySlice<UInt8>, of structure: CryptographyError.Structure) {
    self.init(bytes, of: structure, depth: 0)
  }

  private init(_ bytes: ArraySlice<UInt8>, of structure: CryptographyError.Structure, depth: Int) {
    rest = bytes
    self.structure = structure
    self.depth = depth
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The identifier octet of the next element; nil at the end.
  var nextTag: UInt8? { rest.first }

  /// The error for whatever stands at the cursor.
  var malformed: CryptographyError { .malformed(structure: structure, offset: rest.startIndex) }

  /// The next element, whatever it is.
  mutating func next() throws(CryptographyError) -> Element {
    guard depth < Self.depthLimit else { throw malformed }
    let start = rest.startIndex
    guard rest.count >= 2, rest[start] & 0x1f != 0x1f else { throw malformed }
    let tag = rest[start]
    let first = rest[start + 1]
    if first == 0x80 { return try nextIndefinite(tag: tag) }

    var length = Int(first)
    var contentStart = start + 2
    if first > 0x80 {
      let octets = Int(first & 0x7f)
      guard octets <= 8, rest.endIndex - contentStart >= octets else { throw malformed }
      length = 0
      for octet in rest[contentStart..<contentStart + octets] {
        guard length <= (Int.max >> 8) else { throw malformed }
        length = length << 8 | Int(octet)
      }
      contentStart += octets
    }
    guard length <= rest.endIndex - contentStart else { throw malformed }
    let end = contentStart + length
    let element = Element(
      tag: tag, encoding: rest[start..<end], content: rest[contentStart..<end], structure: structure,
      depth: depth)
    rest = rest[end...]
    return element
  }

  /// An element of indefinite length, which ends with two zero bytes and holds whole elements only.
  private mutating func nextIndefinite(tag: UInt8) throws(CryptographyError) -> Element {
    guard tag & 0x20 != 0 else { throw malformed }
    let start = rest.startIndex
    var inner = ASN1Reader(rest[(start + 2)...], of: structure, depth: depth + 1)
    while !(inner.rest.count >= 2 && inner.rest[inner.rest.startIndex] == 0
      && inner.rest[inner.rest.startIndex + 1] == 0)
    {
      _ = try inner.next()
    }
    let contentEnd = inner.rest.startIndex
    let element = Element(
      tag: tag, encoding: rest[start..<contentEnd + 2], content: rest[start + 2..<contentEnd],
      structure: structure, depth: depth)
    rest = rest[(contentEnd + 2)...]
    return element
  }

  /// The next element, which must have this tag.
  mutating func next(_ tag: UInt8) throws(CryptographyError) -> Element {
    guard nextTag == tag else { throw malformed }
    return try next()
  }

  /// The next element if it has this tag.
  mutating func nextIf(_ tag: UInt8) throws(CryptographyError) -> Element? {
    nextTag == tag ? try next(tag) : nil
  }

  /// The next element, an OBJECT IDENTIFIER, dotted.
  mutating func objectIdentifier() throws(CryptographyError) -> String {
    let failure = malformed
    guard let dotted = ObjectIdentifier.dotted(try next(ASN1.objectIdentifier).content) else { throw failure }
    return dotted
  }

  /// The next element, an INTEGER that fits into 64 bits and is not negative.
  mutating func smallInteger() throws(CryptographyError) -> Int {
    let failure = malformed
    let content = try next(ASN1.integer).content.drop { $0 == 0 }
    guard content.count < 8 else { throw failure }
    return content.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The next element, a BIT STRING of whole bytes.
  mutating func bitString() throws(CryptographyError) -> ArraySlice<UInt8> {
    let failure = malformed
    let content = try next(ASN1.bitString).content
    guard content.first == 0 else { throw failure }
    return content.dropFirst()
  }

  /// The next element, an AlgorithmIdentifier.
  mutating func algorithmIdentifier() throws(CryptographyError) -> AlgorithmIdentifier {
    try AlgorithmIdentifier(next(ASN1.sequence))
  }
}
