import Bytes
import Cryptography

/// One signer of APK Signature Scheme v2 or v3, as a package has it.
///
/// ``SchemeBlockWriter`` quotes the structure.
struct SchemeSigner {
  /// Bytes with the number of the algorithm that made them.
  struct Value: Equatable {
    let algorithm: UInt32
    let bytes: [UInt8]
  }

  struct Attribute: Equatable {
    let id: UInt32
    let bytes: [UInt8]
  }

  /// The API levels that a v3 signer is for.
  struct Levels: Equatable {
    let min: UInt32
    let max: UInt32
  }

  /// What about a signer cannot be read.
  ///
  /// Numbers count from 1.
  enum Flaw: Error {
    case signer
    case signature(Int)
    case digest(Int)
    case attribute(Int)
  }

  /// What is signed, as it is encoded.
  let signedData: [UInt8]
  /// Nil in v2.
  let levels: Levels?
  let signatures: [Value]
  let publicKeyInfo: [UInt8]

  init(_ bytes: ByteReader, scheme: SignatureScheme) throws(Flaw) {
    var reader = bytes
    do throws(ByteReader.Overrun) {
      var signedData = try reader.lengthPrefixed()
      self.signedData = Array(signedData.rest())
      levels = scheme == .v3 ? Levels(min: try reader.u32(), max: try reader.u32()) : nil
    } catch {
      throw .signer
    }
    guard let list = try? reader.lengthPrefixed(), var key = try? reader.lengthPrefixed() else {
      throw .signer
    }
    signatures = try Self.values(list) { .signature($0) }
    publicKeyInfo = Array(key.rest())
  }

  /// What a signer signed.
  ///
  /// Only to be looked at when its signature holds.
  struct SignedData {
    let digests: [Value]
    /// In DER or whatever the package has.
    let certificates: [[UInt8]]
    let levels: Levels?
    let attributes: [Attribute]
  }

  /// Reads the signed data.
  ///
  /// - Throws: ``Flaw``.
  func readSignedData() throws(Flaw) -> SignedData {
    var reader = ByteReader(signedData)
    guard let digestList = try? reader.lengthPrefixed(), var certificateList = try? reader.lengthPrefixed()
    else {
      throw .signer
    }
    var signedLevels: Levels?
    if levels != nil {
      guard let min = try? reader.u32(), let max = try? reader.u32() else { throw .signer }
      signedLevels = Levels(min: min, max: max)
    }
    guard var attributeList = try? reader.lengthPrefixed() else { throw .signer }
    var certificates: [[UInt8]] = []
    while !certificateList.isAtEnd {
      guard var certificate = try? certificateList.lengthPrefixed() else { throw .signer }
      certificates.append(Array(certificate.rest()))
    }
    let digests = try Self.values(digestList) { .digest($0) }
    var attributes: [Attribute] = []
    while !attributeList.isAtEnd {
      guard var attribute = try? attributeList.lengthPrefixed(), let id = try? attribute.u32() else {
        throw .attribute(attributes.count + 1)
      }
      attributes.append(Attribute(id: id, bytes: Array(attribute.rest())))
    }
    return SignedData(
      digests: digests, certificates: certificates, levels: signedLevels, attributes: attributes)
  }

  private static func values(_ list: ByteReader, _ flaw: (Int) -> Flaw) throws(Flaw) -> [Value] {
    var reader = list
    var values: [Value] = []
    while !reader.isAtEnd {
      guard var value = try? reader.lengthPrefixed(), let algorithm = try? value.u32(),
        var bytes = try? value.lengthPrefixed()
      else { throw flaw(values.count + 1) }
      values.append(Value(algorithm: algorithm, bytes: Array(bytes.rest())))
    }
    return values
  }
}
