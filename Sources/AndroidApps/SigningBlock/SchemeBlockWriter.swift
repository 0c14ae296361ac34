import Bytes
import Credentials
import Cryptography

/// Makes the values of the signing block for APK Signature Scheme v2 and v3.
///
///     value           LP signers
///     v2 signer       LP signed data | LP signatures | LP public key
///     v2 signed data  LP digests | LP certificates | LP attributes
///     v3 signer       LP signed data | uint32 min SDK | uint32 max SDK | LP signatures | LP public key
///     v3 signed data  LP digests | LP certificates | uint32 min SDK | uint32 max SDK | LP attributes
///     digest, signature   LP (uint32 algorithm | LP bytes);  attribute   LP (uint32 id | bytes)
///
/// LP is a uint32 length; lists are elements with a length each, behind the length of the list.
/// https://source.android.com/docs/security/features/apksigning/v3#format
struct SchemeBlockWriter {
  let identities: [SigningIdentity]
  /// Of the package, by algorithm; one for every algorithm that the identities sign with.
  let contentDigests: [ContentDigestAlgorithm: [UInt8]]

  /// The attribute of v2 by which Android tells that v3 was there and has been taken away.
  static let strippingProtection: UInt32 = 0xbeef_f00d
  /// The API levels of a v3 signer whose key was never rotated.
  private static let allLevels: (min: UInt32, max: UInt32) = (24, 0x7fff_ffff)

  /// - Throws: ``AndroidError`` when a key cannot sign.
  func v2(besidesV3: Bool) throws(AndroidError) -> [UInt8] {
    var signers: [UInt8] = []
    for identity in identities {
      let algorithm = try BlockSignatureAlgorithm(for: identity)
      var signedData = digestsAndCertificates(of: identity, algorithm)
      var attributes: [UInt8] = []
      if besidesV3 {
        attributes.append(u32: 8)
        attributes.append(u32: Self.strippingProtection)
        attributes.append(u32: 3)
      }
      signedData.append(lengthPrefixed: attributes)
      // apksig ends the signed data of v2 with an empty element that no reader looks for.
      signedData.append(u32: 0)
      var signer: [UInt8] = []
      signer.append(lengthPrefixed: signedData)
      try signer.append(lengthPrefixed: signatures(of: identity, algorithm, over: signedData))
      signer.append(lengthPrefixed: identity.certificate.publicKeyInfo)
      signers.append(lengthPrefixed: signer)
    }
    var value: [UInt8] = []
    value.append(lengthPrefixed: signers)
    return value
  }

  /// - Throws: ``AndroidError`` when a key cannot sign.
  func v3() throws(AndroidError) -> [UInt8] {
    var signers: [UInt8] = []
    for identity in identities {
      let algorithm = try BlockSignatureAlgorithm(for: identity)
      var signedData = digestsAndCertificates(of: identity, algorithm)
      signedData.append(u32: Self.allLevels.min)
      signedData.append(u32: Self.allLevels.max)
      signedData.append(u32: 0)
      var signer: [UInt8] = []
      signer.append(lengthPrefixed: signedData)
      signer.append(u32: Self.allLevels.min)
      signer.append(u32: Self.allLevels.max)
      try signer.append(lengthPrefixed: signatures(of: identity, algorithm, over: signedData))
      signer.append(lengthPrefixed: identity.certificate.publicKeyInfo)
      signers.append(lengthPrefixed: signer)
    }
    var value: [UInt8] = []
    value.append(lengthPrefixed: signers)
    return value
  }

  private func digestsAndCertificates(
    of identity: SigningIdentity, _ algorithm: BlockSignatureAlgorithm
  ) -> [UInt8] {
    var certificates: [UInt8] = []
    for certificate in identity.chain { certificates.append(lengthPrefixed: certificate.der) }
    var bytes: [UInt8] = []
    bytes.append(lengthPrefixed: Self.pair(algorithm, contentDigests[algorithm.contentDigest] ?? []))
    bytes.append(lengthPrefixed: certificates)
    return bytes
  }

  private func signatures(
    of identity: SigningIdentity, _ algorithm: BlockSignatureAlgorithm, over signedData: [UInt8]
  ) throws(AndroidError) -> [UInt8] {
    let signature = try wrapping { () throws(CryptographyError) in
      try identity.key.sign(signedData, with: algorithm.signature)
    }
    return Self.pair(algorithm, signature)
  }

  /// A list of one algorithm with its bytes.
  private static func pair(_ algorithm: BlockSignatureAlgorithm, _ value: [UInt8]) -> [UInt8] {
    var pair: [UInt8] = []
    pair.append(u32: algorithm.rawValue)
    pair.append(lengthPrefixed: value)
    var list: [UInt8] = []
    list.append(lengthPrefixed: pair)
    return list
  }
}
