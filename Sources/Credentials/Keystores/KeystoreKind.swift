import Cryptography

/// What a file of key material is, told from its first bytes: the name says nothing, most `.jks` files are PKCS#12.
enum KeystoreKind: Equatable {
  case pem
  /// ASN.1: a PKCS#12, a private key or a certificate in DER.
  case der
  /// JKS or JCEKS.
  case java
  /// Bouncy Castle's BKS.
  case bouncyCastle
  case unknown

  init(_ bytes: [UInt8]) {
    switch bytes.prefix(4) {
    case [0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]: self = .java
    // Bouncy Castle's start with a version and the length of their salt.
    case [0, 0, 0, 1] where Self.hasSaltLength(bytes), [0, 0, 0, 2] where Self.hasSaltLength(bytes):
      self = .bouncyCastle
    case _ where bytes.first == 0x30: self = .der
    case _ where PEM.isPEM(bytes): self = .pem
    default: self = .unknown
    }
  }

  private static func hasSaltLength(_ bytes: [UInt8]) -> Bool {
    bytes.dropFirst(4).prefix(4).elementsEqual([0, 0, 0, 20])
  }
}
