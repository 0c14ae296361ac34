import Bytes
import Cryptography

/// What of a signature can be told to be wrong without a key: apksig has a name of its own for what cannot be checked.
enum SignatureEncoding {
  /// Why bytes cannot be a signature by a key of this algorithm; nil when they can.
  static func flaw(in signature: [UInt8], by key: KeyAlgorithm) -> String? {
    switch key {
    case .rsa(let bits):
      let length = (bits + 7) / 8
      return signature.count == length ? nil : "it is \(signature.count) bytes long instead of \(length)"
    case .ec, .dsa:
      return isPairOfIntegers(signature) ? nil : "it is no pair of numbers in DER"
    default:
      return nil
    }
  }

  /// `SEQUENCE { r INTEGER, s INTEGER }` with lengths below 256, which is all that fits such keys.
  private static func isPairOfIntegers(_ bytes: [UInt8]) -> Bool {
    var reader = ByteReader(bytes)
    guard var content = element(0x30, &reader), reader.isAtEnd, element(0x02, &content) != nil,
      element(0x02, &content) != nil
    else { return false }
    return content.isAtEnd
  }

  private static func element(_ tag: UInt8, _ reader: inout ByteReader) -> ByteReader? {
    guard (try? reader.u8()) == tag, var length = (try? reader.u8()).map(Int.init) else { return nil }
    if length == 0x81 {
      guard let long = try? reader.u8() else { return nil }
      length = Int(long)
    }
    guard length < 256, let content = try? reader.bytes(length) else { return nil }
    return ByteReader(content)
  }
}
