import AppleApps
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@Suite struct DesignatedRequirementTests {
  private func certificate(_ organisation: String?, _ name: String) throws -> Certificate {
    let subject = DistinguishedName([("CN", name)] + (organisation.map { [("O", $0)] } ?? []))
    return try Certificate.selfSigned(
      PrivateKey.generateEC(curve: "P-256"), subject: subject, notBefore: SignedSample.time,
      notAfter: SignedSample.time + 86_400)
  }

  @Test(
    arguments: [
      // The organisations of leaf, intermediate and root; which certificate is named, and its index.
      (["Acme", "Authority", "Authority"], "leaf", 0), (["Acme", "Acme", "Authority"], "1", 1),
      (["Acme", "Acme", "Acme"], "root", 2), (["Acme"], "root", 0), ([nil, "Authority"], "leaf", 0),
      (["Acme", nil], "leaf", 0),
    ] as [([String?], String, Int)])
  func `code of others is bound to the last certificate of the signer's organisation`(
    _ organisations: [String?], _ name: String, _ index: Int
  ) throws {
    let chain = try organisations.enumerated().map { try certificate($1, "Certificate \($0)") }
    let requirement = Requirement.designated(identifier: "com.acme.app", chain: chain, endsAtApple: false)
    #expect(
      requirement.text
        == "identifier \"com.acme.app\" and certificate \(name) = H\"\(chain[index].sha1.hex)\"")
  }

  @Test func `code that nobody signed is bound to its identifier`() {
    #expect(Requirement.designated(identifier: "tool", chain: [], endsAtApple: false) == .identifier("tool"))
  }

  @Test(.needs(.apple))
  func `Developer ID is bound to the team`() throws {
    let leaf = try corpusCertificate("apple-signed-developer-id-application.cer")
    let chain = AppleChain(of: leaf, among: [])
    #expect(chain.end == .apple && chain.certificates.count == 3)
    let team = try #require(leaf.subject["OU"])
    let requirement = Requirement.designated(
      identifier: "com.acme.app", chain: chain.certificates, endsAtApple: true)
    #expect(
      requirement.text
        == """
        identifier "com.acme.app" and anchor apple generic and \
        certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and \
        certificate leaf[field.1.2.840.113635.100.6.1.13] /* exists */ and \
        certificate leaf[subject.OU] = \(RequirementText.word(team))
        """)
  }

  @Test(.needs(.apple))
  func `has the bytes that Apple's own tool writes`() throws {
    for name in ["SwiftAsynciOS", "MASTestApp", "objc-employee-ios14-arm64", "TestRTTI-arm64"] {
      let file = try MachOFile(reading: FileSource(path: Corpus.apple.path("macho/\(name)")), name: name)
      let signature = try #require(try file.slices[0].signature())
      let signed = try SignedData(der: try #require(signature.cms))
      let leaf = try #require(signed.signers.first.flatMap(signed.certificate))
      let chain = AppleChain(of: leaf, among: signed.certificates)
      let own = RequirementSet.designated(
        .designated(
          identifier: signature.best.identifier, chain: chain.certificates, endsAtApple: chain.end == .apple))
      #expect(own.blob == signature.blob(CodeSignature.Slot.requirements), "\(name): \(own.text)")
    }
  }

  private func corpusCertificate(_ name: String) throws -> Certificate {
    try #require(
      Certificate.all(in: [UInt8](Data(contentsOf: URL(filePath: Corpus.apple.path("certificates/\(name)")))))
        .first)
  }
}

/// How the test writes a word of Apple's language.
private enum RequirementText {
  static func word(_ text: String) -> String { text.first?.isNumber == true ? "\"\(text)\"" : text }
}
