import AppleApps
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@Suite struct CodeDirectoryHashesTests {
  @Test(arguments: [0, 1, 2, 5])
  func `lists the cdhashes in the order in which they were signed`(count: Int) throws {
    let key = try PrivateKey.generateEC(curve: "P-256")
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    let certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName([("CN", "Acme")]), notBefore: now, notAfter: now + 86_400)
    let directories = (0..<count).map { number in
      (hash: HashAlgorithm.sha256, digest: [UInt8](repeating: UInt8(255 - number), count: 32))
    }
    let signed = try SignedData.codeSignature(
      of: [1], directories: directories, key: key, chain: [certificate], time: now)
    let signer = try #require(SignedData(der: signed).signers.first)
    #expect(signer.codeDirectoryHashes == directories.map { Array($0.digest.prefix(20)) })
  }

  @Test func `has none where there are no signed attributes`() throws {
    let key = try PrivateKey.generateEC(curve: "P-256")
    let certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName([("CN", "Acme")]), notBefore: Date(), notAfter: Date() + 60)
    let signed = try SignedData.jarSignature(of: [1], key: key, chain: [certificate], hash: .sha256)
    let signer = try #require(SignedData(der: signed).signers.first)
    #expect(signer.codeDirectoryHashes == nil && !signer.hasHashAgilityV1 && !signer.hasHashAgilityV2)
  }
}
