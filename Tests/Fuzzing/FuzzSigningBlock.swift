import Archives
import Bytes
import Cryptography

@testable import AndroidApps

/// The bytes are the pairs of a block: they are put before an empty central directory, and every value is also read as
/// the signers, the signed data, the attributes and the lineage that it might be, whether or not its signature holds.
func fuzzSigningBlock(_ bytes: [UInt8]) {
  let size = UInt64(bytes.count + 24)
  var file: [UInt8] = []
  file.append(u64: size)
  file += bytes
  file.append(u64: size)
  file += Array("APK Sig Block 42".utf8)
  let directoryOffset = UInt32(file.count)
  file.append(u32: 0x0605_4b50)
  file.append(u64: 0)
  file.append(u32: 0)
  file.append(u32: directoryOffset)
  file.append(u16: 0)
  guard let directory = try? ZipDirectory(reading: MemorySource(file)),
    let block = try? SigningBlock(in: directory)
  else { return }
  for pair in block.pairs {
    require(pair.offset + pair.value.count <= file.count, "a value reaches behind the block")
    for scheme in [SignatureScheme.v2, .v3] {
      _ = SchemeVerifier(scheme: scheme, levels: 24...35, found: []).verify(pair)
      readSigners(of: pair, scheme)
    }
    _ = try? SigningLineage(pair.value)
  }
}

private func readSigners(of pair: SigningBlock.Pair, _ scheme: SignatureScheme) {
  var reader = ByteReader(pair.value, at: pair.offset)
  guard var list = try? reader.lengthPrefixed() else { return }
  while !list.isAtEnd, let bytes = try? list.lengthPrefixed() {
    guard let signer = try? SchemeSigner(bytes, scheme: scheme) else { return }
    _ = try? PublicKey(publicKeyInfo: signer.publicKeyInfo)
    guard let signed = try? signer.readSignedData() else { continue }
    for der in signed.certificates { _ = try? Certificate(der: der) }
    for attribute in signed.attributes { _ = try? SigningLineage(attribute.bytes) }
  }
}
