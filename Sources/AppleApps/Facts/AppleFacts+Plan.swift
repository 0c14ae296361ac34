import Bytes
import Credentials

extension AppleFacts {
  /// The facts as they will be once the app is signed by a plan.
  ///
  /// What is judged of an artifact can be judged of these, before anything is signed.
  package func signed(by plan: AppleSigningPlan) -> AppleFacts {
    var facts = self
    let planned = Dictionary(plan.bundles.map { ($0.path, $0) }) { first, _ in first }
    for index in facts.bundles.indices {
      let own = planned[facts.bundles[index].path]
      if let profile = own?.profile {
        facts.bundles[index].profile = ProfileFacts(profile, anchors: plan.anchors)
      }
      guard facts.bundles[index].code != nil else { continue }
      facts.bundles[index].hasCodeResources = true
      let identifier = facts.bundles[index].identifier ?? facts.bundles[index].executable ?? ""
      facts.bundles[index].code?.sign(by: plan, identifier: identifier, own?.entitlements)
    }
    for index in facts.looseCode.indices where facts.looseCode[index].isEverSigned {
      let name = facts.looseCode[index].path.split(separator: "/").last.map(String.init) ?? ""
      facts.looseCode[index].sign(by: plan, identifier: CodeIdentifier.canonical(name), nil)
    }
    return facts
  }
}

extension CodeFacts {
  /// Whether such code is signed at all: object files and symbols are not.
  fileprivate var isEverSigned: Bool {
    [MachOFileType.executable, .dylib, .dylinker, .bundle, .kext].map(\.word).contains(fileType)
  }

  fileprivate mutating func sign(
    by plan: AppleSigningPlan, identifier: String, _ entitlements: Entitlements?
  ) {
    let values = fileType == "executable" ? (entitlements ?? carriedEntitlements).values : [:]
    for index in architectures.indices {
      architectures[index].signatureProblem = nil
      architectures[index].signature = CodeSignatureFacts(
        identifier: identifier, team: plan.identity == nil ? nil : plan.team,
        flags: plan.hasHardenedRuntime ? CodeDirectoryFlags.hardenedRuntime.rawValue : 0,
        isAdHoc: plan.identity == nil, signingTime: plan.time,
        certificates: (plan.chain?.certificates ?? []).map(AppleCertificateFact.init),
        chainEnd: plan.identity == nil ? .none : CodeSignatureFacts.ChainEnd(plan.chain?.end),
        entitlements: values, hasDEREntitlements: !values.isEmpty)
    }
  }
}
