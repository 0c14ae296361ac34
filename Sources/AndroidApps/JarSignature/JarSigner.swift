import Archives
import Credentials
import Cryptography

/// Makes the entries of a JAR signature.
struct JarSigner: Sendable {
  /// One signer with the name its files get and the hash that its key may use on the app's oldest Android.
  struct Signer: Sendable {
    let identity: SigningIdentity
    let name: String
    let hash: HashAlgorithm

    /// The extension of the block file.
    var blockExtension: String {
      switch identity.key.algorithm {
      case .ec: "EC"
      case .dsa: "DSA"
      default: "RSA"
      }
    }
  }

  let signers: [Signer]
  /// The strongest of the signers' hashes: entries are digested with it.
  let hash: HashAlgorithm

  /// - Parameter minSDK: the oldest API level that must read the signature; for a bundle, nil.
  /// - Throws: ``AndroidError`` for a key that no such signature can be made with, or not one that the level reads.
  init(_ identities: [SigningIdentity], minSDK: Int?, name: String? = nil) throws(AndroidError) {
    var signers: [Signer] = []
    for identity in identities {
      let hash = try Self.hash(for: identity, minSDK: minSDK ?? AndroidRelease.nougat)
      let fileName = JarEntryName.signer(name ?? identity.name, besides: signers.map(\.name))
      signers.append(Signer(identity: identity, name: fileName, hash: hash))
    }
    self.signers = signers
    hash = signers.contains { $0.hash == .sha256 } ? .sha256 : .sha1
  }

  /// The files of the signature, in the order in which apksig appends them.
  ///
  /// - Parameters:
  ///   - digests: of all entries that need one, by name.
  ///   - manifest: the package's own manifest, if it has one.
  ///   - schemes: the other schemes the package is signed with, by number.
  /// - Throws: ``AndroidError`` when a name cannot stand in a manifest, or a key cannot sign.
  func files(
    digests: [(name: String, value: [UInt8])], manifest source: [UInt8]?, schemes: [Int]
  ) throws(AndroidError) -> [(name: String, contents: [UInt8])] {
    let manifest = try JarManifest(source: source, digests: digests, algorithm: hash)
    let signatureFile = JarSignatureFile.bytes(over: manifest, algorithm: hash, schemes: schemes)
    var files: [(name: String, contents: [UInt8])] = []
    for signer in signers {
      let block = try wrapping { () throws(CryptographyError) in
        try SignedData.jarSignature(
          of: signatureFile, key: signer.identity.key, chain: signer.identity.chain, hash: signer.hash)
      }
      files.append(("\(JarEntryName.folder)\(signer.name).SF", signatureFile))
      files.append(("\(JarEntryName.folder)\(signer.name).\(signer.blockExtension)", block))
    }
    files.append((JarEntryName.manifest, manifest.bytes))
    return files
  }

  private static func hash(for identity: SigningIdentity, minSDK: Int) throws(AndroidError) -> HashAlgorithm {
    switch identity.key.algorithm {
    case .rsa: return minSDK < AndroidRelease.jellyBeanMR2 ? .sha1 : .sha256
    case .dsa: return minSDK < AndroidRelease.lollipop ? .sha1 : .sha256
    case .ec:
      guard minSDK >= AndroidRelease.jellyBeanMR2 else {
        throw .cannotSign(.ecOnOldAndroid(key: identity.name, minSDK: minSDK))
      }
      return .sha256
    case let other:
      throw .cannotSign(.keyAlgorithm(key: identity.name, algorithm: other.description))
    }
  }
}
