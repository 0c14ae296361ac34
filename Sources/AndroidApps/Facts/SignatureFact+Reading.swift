import Archives
import Bytes
import Credentials
import Cryptography
import Releases

extension SignatureFact {
  /// The largest signature block of a JAR that is read, in bytes: chains of certificates take some kilobytes.
  private static let blockLimit = 1 << 20

  /// The signers in an APK's signing block, as they stand there.
  ///
  /// What cannot be read is left out: that is the verifier's to say.
  static func signers(in block: SigningBlock?) -> [SignatureFact] {
    [(SignatureScheme.v2, SigningBlock.ID.v2), (.v3, SigningBlock.ID.v3)].flatMap { scheme, id in
      block?.value(of: id).map { signers(scheme, $0) } ?? []
    }
  }

  private static func signers(_ scheme: SignatureScheme, _ pair: SigningBlock.Pair) -> [SignatureFact] {
    var reader = ByteReader(pair.value, at: pair.offset)
    guard var list = try? reader.lengthPrefixed() else { return [] }
    var facts: [SignatureFact] = []
    while !list.isAtEnd, facts.count < SigningPlan.signerLimit, let bytes = try? list.lengthPrefixed() {
      guard let signer = try? SchemeSigner(bytes, scheme: scheme) else { break }
      let chain = (try? signer.readSignedData())?.certificates ?? []
      facts.append(
        SignatureFact(
          scheme: scheme, signer: facts.count + 1,
          certificates: chain.compactMap { try? Certificate(der: $0) }.map { CertificateFact($0) },
          algorithms: signer.signatures.compactMap { BlockSignatureAlgorithm(rawValue: $0.algorithm)?.name }))
    }
    return facts
  }

  /// The signers of the JAR signature: v1 of an APK, the only ones of a bundle.
  ///
  /// A block that cannot be read is a signer without certificates.
  static func jarSigners(in directory: ZipDirectory, _ format: PackageFormat) -> [SignatureFact] {
    let blocks = directory.entries.filter { JarEntryName.isSignatureBlock($0.name) }
    return blocks.prefix(SigningPlan.signerLimit).enumerated().map { index, entry in
      let bytes = try? directory.contents(of: entry, limit: blockLimit)
      let data = bytes.flatMap { try? SignedData(der: $0) }
      let signer = data?.signers.first
      return SignatureFact(
        scheme: format == .aab ? .jar : .v1, signer: index + 1,
        certificates: signer.flatMap { data?.chain(of: $0) }?.map { CertificateFact($0) } ?? [],
        algorithms: [signer?.algorithm?.javaName].compactMap(\.self))
    }
  }
}
