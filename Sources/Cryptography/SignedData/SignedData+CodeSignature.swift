package import struct FoundationEssentials.Date

extension SignedData {
  /// Makes the CMS signature of Apple code, the content of its blob wrapper (slot 0x10000): what Apple's codesign
  /// writes, without a time stamp.
  ///
  /// It is version 1, detached, SHA-256, in DER, the signer named by issuer and serial number, with the five
  /// signed attributes of Apple's cmssiginfo.c: content type, signing time, message digest, and the digests of all
  /// CodeDirectories twice, as a property list (hash agility V1) and one by one (V2). The sets, that of the
  /// certificates too, are in the order of DER.
  ///
  /// The same key, chain and number of directories give the same number of bytes whatever they hold; an ECDSA
  /// signature is up to nine bytes shorter than the longest.
  ///
  /// - Parameters:
  ///   - content: the bytes of the primary CodeDirectory, the one in slot 0.
  ///   - directories: for each CodeDirectory, in the order of the slots, its own hash function and its whole digest.
  ///     Only those that exist: a digest too many makes the signature invalid.
  ///   - key: RSA, which signs with PKCS#1 v1.5, or EC.
  ///   - chain: the key's certificate, then its issuers up to the root.
  ///   - time: when it is signed; whole seconds count.
  /// - Throws: ``CryptographyError/certificateDoesNotMatchKey(subject:)``, also for an empty chain;
  ///   ``CryptographyError/keyCannotSign(key:signature:)``.
  package static func codeSignature(
    of content: [UInt8], directories: [(hash: HashAlgorithm, digest: [UInt8])], key: PrivateKey,
    chain: [Certificate], time: Date
  ) throws(CryptographyError) -> [UInt8] {
    guard let leaf = chain.first, key.matches(leaf) else {
      throw .certificateDoesNotMatchKey(subject: chain.first?.subject.rfc2253 ?? "")
    }
    guard let algorithm = SignatureAlgorithm(key.algorithm, .sha256),
      let identifier = algorithm.objectIdentifier
    else { throw .keyCannotSign(key: key.algorithm, signature: .rsaPKCS1(.sha256)) }

    let attributes: [[UInt8]] = [
      attribute(SignerInfo.contentType, [ASN1.encodeObjectIdentifier(dataType)]),
      attribute(SignerInfo.signingTime, [ASN1.encodeTime(time)]),
      attribute(
        SignerInfo.messageDigest, [ASN1.encode(ASN1.octetString, Digest.hash(.sha256, content))]),
      attribute(
        SignerInfo.hashAgilityV2,
        directories.map { directory in
          ASN1.encodeSequence(
            ASN1.encodeObjectIdentifier(directory.hash.objectIdentifier),
            ASN1.encode(ASN1.octetString, directory.digest))
        }),
      attribute(
        SignerInfo.hashAgilityV1,
        [ASN1.encode(ASN1.octetString, Array(directoryHashes(directories.map(\.digest)).utf8))]),
    ]
    // RFC 5652 §5.4: signed with the tag of a SET OF in place of the implicit [0].
    let signature = try key.sign(ASN1.encodeSetOf(attributes), with: algorithm)

    let digestAlgorithm = AlgorithmIdentifier(
      HashAlgorithm.sha256.objectIdentifier, parameters: ASN1.encodedNull
    ).encoded
    // RFC 5754 §3: RSA's identifier has NULL as its parameters, ECDSA's has none.
    let parameters: [UInt8]? = if case .rsaPKCS1 = algorithm { ASN1.encodedNull } else { nil }
    let signer = ASN1.encodeSequence(
      ASN1.encodeInteger(1),
      ASN1.encodeSequence(leaf.issuer.der, ASN1.encode(ASN1.integer, leaf.serial)),
      digestAlgorithm,
      ASN1.encodeSetOf(attributes, tag: ASN1.context(0)),
      AlgorithmIdentifier(identifier, parameters: parameters).encoded,
      ASN1.encode(ASN1.octetString, signature))
    let signedData = ASN1.encodeSequence(
      ASN1.encodeInteger(1),
      ASN1.encodeSetOf([digestAlgorithm]),
      ASN1.encodeSequence(ASN1.encodeObjectIdentifier(dataType)),
      ASN1.encodeSetOf(chain.map(\.der), tag: ASN1.context(0)),
      ASN1.encodeSetOf([signer]))
    return ASN1.encodeSequence(
      ASN1.encodeObjectIdentifier(signedDataType), ASN1.encode(ASN1.context(0), signedData))
  }

  private static func attribute(_ identifier: String, _ values: [[UInt8]]) -> [UInt8] {
    ASN1.encodeSequence(ASN1.encodeObjectIdentifier(identifier), ASN1.encodeSetOf(values))
  }

  /// The property list of hash agility V1, character for character as Apple's writer lays it out: the first 20 bytes
  /// of each digest, whatever its hash function.
  private static func directoryHashes(_ digests: [[UInt8]]) -> String {
    let entries = digests.map { digest in
      "\t\t<data>\n\t\t\(Base64.encode(Array(digest.prefix(20))))\n\t\t</data>\n"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      <dict>
      \t<key>cdhashes</key>
      \t<array>
      \(entries.joined())\t</array>
      </dict>
      </plist>

      """
  }
}
