/// What code must be like: an expression over its certificates, its identifier and its property list.
///
/// The blob (magic 0xfade0c00) holds a kind, 1 for expressions, and operators in prefix order: each is a 32-bit number,
/// behind which its operands follow, strings and data as a 32-bit length and bytes padded to a multiple of four.
/// Apple's `Requirement` (codesigning/lib/requirement.h).
package indirect enum Requirement: Equatable, Sendable {
  case never
  case always
  case identifier(String)
  /// Signed by Apple itself.
  case appleAnchor
  /// Certified by Apple, whoever signed.
  case appleGenericAnchor
  /// A certificate of the chain has this SHA-1.
  case anchorHash(certificate: Int32, sha1: [UInt8])
  case infoValue(key: String, value: String)
  case infoField(key: String, Match)
  case and(Requirement, Requirement)
  case or(Requirement, Requirement)
  case not(Requirement)
  case cdHash([UInt8])
  /// A field of a certificate's subject, such as `subject.CN`.
  case certificateField(certificate: Int32, field: String, Match)
  case trustedCertificate(Int32)
  case trustedCertificates
  /// An extension of a certificate, by the content of its object identifier.
  case certificateExtension(certificate: Int32, identifier: [UInt8], Match)
  case certificatePolicy(certificate: Int32, identifier: [UInt8], Match)
  case entitlement(key: String, Match)
  case namedAnchor(String)
  case namedCode(String)
  case platform(Int32)
  case notarized
  case certificateDate(certificate: Int32, identifier: [UInt8], Match)
  case legacyDeveloperID
  /// An operator that is not known, with its flags: 0x80000000 to count as false, 0x40000000 to be left out.
  case unknown(operator: UInt32, [UInt8])
  /// No expression, but a requirement of another kind.
  case other(kind: UInt32, [UInt8])

  /// A test of a value.
  package enum Match: Equatable, Sendable {
    case exists, absent
    /// With the operator's number: 1 equal, 2 contains, 3 begins with, 4 ends with, 5 to 8 less, greater, and with equal.
    case compare(UInt32, [UInt8])
    /// With the operator's number, 9 to 13, and seconds since 2001.
    case date(UInt32, Int64)
  }

  /// The certificate that signs, and the one at the chain's other end.
  package static let leaf: Int32 = 0
  package static let anchor: Int32 = -1

  /// The blob, with its header.
  package var blob: [UInt8] {
    var bytes: [UInt8] = []
    if case .other(let kind, let content) = self {
      bytes.append(bigEndian: kind)
      bytes += content
    } else {
      bytes.append(bigEndian: UInt32(1))
      encode(to: &bytes)
    }
    return CodeSignature.wrapped(bytes, CodeSignature.Magic.requirement)
  }

  private func encode(to bytes: inout [UInt8]) {
    func put(_ number: UInt32) { bytes.append(bigEndian: number) }
    func put(_ number: Int32) { put(UInt32(bitPattern: number)) }
    func put(_ data: [UInt8]) {
      put(UInt32(data.count))
      bytes += data + [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
    }
    func put(_ text: String) { put(Array(text.utf8)) }
    func put(_ match: Match) {
      switch match {
      case .exists: put(0 as UInt32)
      case .absent: put(14 as UInt32)
      case .compare(let number, let value):
        put(number)
        put(value)
      case .date(let number, let seconds):
        put(number)
        bytes.append(bigEndian: UInt64(bitPattern: seconds))
      }
    }
    switch self {
    case .never: put(0 as UInt32)
    case .always: put(1 as UInt32)
    case .identifier(let text):
      put(2 as UInt32)
      put(text)
    case .appleAnchor: put(3 as UInt32)
    case .anchorHash(let certificate, let sha1):
      put(4 as UInt32)
      put(certificate)
      put(sha1)
    case .infoValue(let key, let value):
      put(5 as UInt32)
      put(key)
      put(value)
    case .and(let left, let right):
      put(6 as UInt32)
      left.encode(to: &bytes)
      right.encode(to: &bytes)
    case .or(let left, let right):
      put(7 as UInt32)
      left.encode(to: &bytes)
      right.encode(to: &bytes)
    case .cdHash(let hash):
      put(8 as UInt32)
      put(hash)
    case .not(let inner):
      put(9 as UInt32)
      inner.encode(to: &bytes)
    case .infoField(let key, let match):
      put(10 as UInt32)
      put(key)
      put(match)
    case .certificateField(let certificate, let field, let match):
      put(11 as UInt32)
      put(certificate)
      put(field)
      put(match)
    case .trustedCertificate(let certificate):
      put(12 as UInt32)
      put(certificate)
    case .trustedCertificates: put(13 as UInt32)
    case .certificateExtension(let certificate, let identifier, let match):
      put(14 as UInt32)
      put(certificate)
      put(identifier)
      put(match)
    case .appleGenericAnchor: put(15 as UInt32)
    case .entitlement(let key, let match):
      put(16 as UInt32)
      put(key)
      put(match)
    case .certificatePolicy(let certificate, let identifier, let match):
      put(17 as UInt32)
      put(certificate)
      put(identifier)
      put(match)
    case .namedAnchor(let name):
      put(18 as UInt32)
      put(name)
    case .namedCode(let name):
      put(19 as UInt32)
      put(name)
    case .platform(let number):
      put(20 as UInt32)
      put(number)
    case .notarized: put(21 as UInt32)
    case .certificateDate(let certificate, let identifier, let match):
      put(22 as UInt32)
      put(certificate)
      put(identifier)
      put(match)
    case .legacyDeveloperID: put(23 as UInt32)
    case .unknown(let number, let data):
      put(number)
      put(data)
    case .other: put(0 as UInt32)
    }
  }
}
