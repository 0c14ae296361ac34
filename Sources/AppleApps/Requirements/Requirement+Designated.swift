package import Cryptography

extension Requirement {
  /// The requirement that tells this code from all other, as Apple's tools make it of who signed.
  ///
  /// Apple's `DRMaker` (codesigning/lib/drmaker.cpp). A chain that ends at Apple without being a developer's is asked to
  /// end there again; Apple's tool takes such code for Apple's own, which nobody else could ever satisfy.
  ///
  /// - Parameters:
  ///   - chain: leaf first, root last; the identifier alone is required when it is empty.
  ///   - endsAtApple: whether the root is one of Apple's.
  package static func designated(identifier: String, chain: [Certificate], endsAtApple: Bool) -> Requirement {
    let name = Requirement.identifier(identifier)
    guard let leaf = chain.first else { return name }
    guard endsAtApple else { return .and(name, foreignAnchor(chain)) }
    if chain.count == 3, chain[1]["1.2.840.113635.100.6.2.1"] != nil {
      return .and(
        name,
        .and(
          .appleGenericAnchor,
          .and(
            .certificateField(
              certificate: Self.leaf, field: "subject.CN", .compare(1, Array((leaf.subject["CN"] ?? "").utf8))
            ),
            .certificateExtension(certificate: 1, identifier: developerRelations, .exists))))
    }
    if chain.count == 3, chain[1]["1.2.840.113635.100.6.2.6"] != nil {
      return .and(
        name,
        .and(
          .appleGenericAnchor,
          .and(
            .certificateExtension(certificate: 1, identifier: developerIDAuthority, .exists),
            .and(
              .certificateExtension(certificate: Self.leaf, identifier: developerIDApplication, .exists),
              .certificateField(
                certificate: Self.leaf, field: "subject.OU",
                .compare(1, Array((leaf.subject["OU"] ?? "").utf8)))))))
    }
    return .and(name, .appleGenericAnchor)
  }

  /// The last certificate up the chain that is of the leaf's organisation; the leaf itself where it names none.
  private static func foreignAnchor(_ chain: [Certificate]) -> Requirement {
    var index = 0
    if let organisation = chain[0].subject["O"] {
      while index + 1 < chain.count, chain[index + 1].subject["O"] == organisation { index += 1 }
      if index == chain.count - 1 { return .anchorHash(certificate: anchor, sha1: chain[index].sha1) }
    }
    return .anchorHash(certificate: Int32(index), sha1: chain[index].sha1)
  }

  // The contents of 1.2.840.113635.100.6.2.1, .6.2.6 and .6.1.13.
  private static let developerRelations: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 6, 2, 1]
  private static let developerIDAuthority: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 6, 2, 6]
  private static let developerIDApplication: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 6, 1, 13]
}
