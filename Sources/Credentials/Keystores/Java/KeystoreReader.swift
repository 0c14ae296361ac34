import Bytes
import Cryptography

/// A cursor over a keystore that Java wrote: numbers are big-endian, text is modified UTF-8 behind its length.
struct KeystoreReader {
  private var reader: ByteReader
  let structure: CryptographyError.Structure
  /// Whether certificates say what kind they are; those that do not are X.509.
  var hasCertificateTypes = true

  init(_ bytes: ArraySlice<UInt8>, at base: Int = 0, of structure: CryptographyError.Structure) {
    reader = ByteReader(bytes, at: base)
    self.structure = structure
  }

  var offset: Int { reader.offset }
  var remaining: Int { reader.remaining }

  /// The error for whatever stands at the cursor.
  var malformed: CryptographyError { .malformed(structure: structure, offset: offset) }

  mutating func u8() throws(CryptographyError) -> UInt8 {
    do { return try reader.u8() } catch { throw malformed }
  }

  mutating func u16() throws(CryptographyError) -> Int {
    do { return Int(try reader.u16(bigEndian: true)) } catch { throw malformed }
  }

  mutating func u32() throws(CryptographyError) -> Int {
    do { return Int(try reader.u32(bigEndian: true)) } catch { throw malformed }
  }

  mutating func bytes(_ count: Int) throws(CryptographyError) -> ArraySlice<UInt8> {
    do { return try reader.bytes(count) } catch { throw malformed }
  }

  /// The bytes behind a length of 32 bits.
  mutating func block() throws(CryptographyError) -> ArraySlice<UInt8> {
    try bytes(try u32())
  }

  /// The text behind a length of 16 bits.
  mutating func text() throws(CryptographyError) -> String {
    let failure = malformed
    guard let text = ModifiedUTF8.decode(try bytes(try u16())) else { throw failure }
    return text
  }

  /// A certificate: what kind it is, and its bytes.
  mutating func certificate() throws(CryptographyError) -> KeystoreEntry.EncodedCertificate {
    let type = hasCertificateTypes ? try text() : "X.509"
    return KeystoreEntry.EncodedCertificate(type: type, bytes: Array(try block()))
  }

  /// Certificates behind their number.
  mutating func certificates() throws(CryptographyError) -> [KeystoreEntry.EncodedCertificate] {
    var certificates: [KeystoreEntry.EncodedCertificate] = []
    // The number is not believed: each takes bytes of the file.
    for _ in 0..<(try u32()) { certificates.append(try certificate()) }
    return certificates
  }
}
