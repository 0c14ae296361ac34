import Releases

/// Something with a chain of certificates, and whose root it ends at.
struct ChainedSigner {
  enum Role: CaseIterable {
    case certificate, profile
    /// Code whose signature names no certificate that is there.
    case code
  }

  let role: Role
  let name: String
  let end: CodeSignatureFacts.ChainEnd
  /// Where it is; nil of what is in no app yet.
  let location: String?
}

extension ApplePolicy {
  /// What comes from another root than Apple's, in code and profiles: each such root is one cause, and all that comes from
  /// it is named in one finding.
  var anchorFindings: [Finding] {
    var signers = facts.code.flatMap { code in
      code.signatures.filter { !$0.isAdHoc }.map { signature in
        ChainedSigner(
          role: signature.certificates.isEmpty ? .code : .certificate,
          name: signature.certificates.first?.name ?? code.path,
          end: signature.certificates.isEmpty ? .foreign : signature.chainEnd, location: code.path)
      }
    }
    signers += facts.bundles.filter(\.kind.isProcess).compactMap { bundle in
      bundle.profile.flatMap { ChainedSigner($0, at: bundle.path) }
    }
    return Self.anchorFindings(signers, around: facts.app?.path, for: distribution)
  }

  /// - Parameter whole: where to point when what is concerned is in several places.
  static func anchorFindings(
    _ signers: [ChainedSigner], around whole: String? = nil, for distribution: Distribution?
  ) -> [Finding] {
    [("apple-trusted-anchor", .trusted), ("apple-foreign-anchor", .foreign)].compactMap {
      (id: String, end: CodeSignatureFacts.ChainEnd) in
      let concerned = signers.filter { $0.end == end }
      guard let first = concerned.first else { return nil }
      let isOnePlace = concerned.allSatisfy { $0.location == first.location }
      return finding(
        id, for: distribution, at: isOnePlace ? first.location : whole, ["signers": Self.words(concerned)])
    }
  }

  /// `the certificate A and the provisioning profiles B and C`.
  private static func words(_ signers: [ChainedSigner]) -> String {
    ChainedSigner.Role.allCases.compactMap { role in
      var names: [String] = []
      for signer in signers where signer.role == role && !names.contains(signer.name) {
        names.append(signer.name)
      }
      let list = Words.list(names)
      return switch role {
      case _ where names.isEmpty: nil
      case .certificate: "the certificate\(names.count == 1 ? "" : "s") \(list)"
      case .profile: "the provisioning profile\(names.count == 1 ? "" : "s") \(list)"
      case .code: "the signature of \(list)"
      }
    }.joined(separator: " and ")
  }
}

extension ChainedSigner {
  /// The signer of a profile; nil when the signature does not hold, so that nobody signed.
  init?(_ profile: ProfileFacts, at location: String?) {
    guard profile.isSignatureValid else { return nil }
    self.init(role: .profile, name: profile.name, end: profile.signerEnd, location: location)
  }
}
