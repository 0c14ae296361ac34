package import Cryptography
import PropertyLists

extension SignerInfo {
  /// The cdhashes that hash agility V1 lists: the first 20 bytes of the digest of each CodeDirectory, in the order of
  /// their slots.
  ///
  /// Security, signerutils.cpp. Nil when the attribute is absent or lists something else; whether it is there says
  /// ``Cryptography/SignerInfo/hasHashAgilityV1``.
  package var codeDirectoryHashes: [[UInt8]]? {
    guard let bytes = hashAgilityV1, let list = try? PropertyList.read(bytes).value,
      let elements = list["cdhashes"]?.array
    else { return nil }
    let hashes = elements.compactMap(\.data)
    return hashes.count == elements.count ? hashes : nil
  }
}
