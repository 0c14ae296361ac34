package import Bytes
import Credentials
import Cryptography

/// Signs apps for Apple's platforms: the code in them, and the seal over everything else.
package enum AppleSigner {
  /// Signs an app anew, the innermost code first.
  ///
  /// Profiles are put in before anything is sealed. Then come loose libraries, then every bundle behind those in it:
  /// its `CodeResources`, over nested code that is signed already, and its executable, over those. Mach-O files of kinds
  /// that are never signed, such as the symbols that came with a library, are sealed like any other file. An executable
  /// that the plan does not know of, such as a tool in an app for macOS, keeps the entitlements that it carries. What a
  /// package has beside the app stays as it is, and must not be damaged.
  ///
  /// - Returns: the app with what has become of its files; nothing is written anywhere.
  /// - Throws: ``AppleError``: `cannotSign`, `malformed`, `cryptography`, and for what cannot be read.
  package static func sign(
    _ contents: AppContents, by plan: AppleSigningPlan, workers: Workers
  ) throws(AppleError) -> EditedTree {
    try contents.checkBeside(workers: workers)
    var tree = EditedTree(contents.tree)
    let planned = Dictionary(plan.bundles.map { ($0.path, $0) }) { first, _ in first }
    for bundle in contents.bundles {
      if let profile = planned[bundle.path]?.profile { tree.replace(bundle.profilePath, with: profile.bytes) }
    }
    // What bundles of macOS around it seal, by the path in the tree.
    var nested: [String: NestedCode] = [:]
    let isForMac = contents.bundles.contains { $0.layout != .flat }
    for path in contents.looseCode {
      let code = try MachOFile(reading: tree.source(of: path), name: path)
      guard code.slices.contains(where: \.fileType.isSigned) else { continue }
      var parameters = parameters(
        identifier: try CodeIdentifier.of(code, path: path, isAdHoc: plan.identity == nil), plan)
      try parameters.set(CodeFacts.carriedEntitlements(of: code))
      let signed = try sign(code, parameters, plan, workers)
      tree.replace(path, with: signed.source)
      if isForMac { nested[path] = try NestedCode(MachOFile(reading: signed.source, name: path)) }
    }
    for bundle in contents.bundles {
      guard let executable = bundle.executable else { continue }
      let code = try MachOFile(reading: tree.source(of: executable), name: executable)
      let resources = try CodeResources.seal(
        tree, root: bundle.root, mainExecutable: bundle.executableInside,
        digests: MachOSigner.digests(for: code), layout: bundle.layout == .flat ? .flat : .macOS,
        nested: bundle.layout == .flat ? [:] : nested.below(bundle.root), workers: workers)
      tree.replace(bundle.codeResourcesPath, with: resources)
      var parameters = parameters(identifier: try identifier(of: bundle, code), plan)
      if bundle.infoBytes != nil {
        parameters.infoPlist = try tree.contents(
          of: bundle.infoPath, as: .infoPropertyList, limit: AppBundle.largestInfo)
      }
      parameters.codeResources = resources
      if let own = planned[bundle.path] {
        try parameters.set(own.entitlements)
      } else {
        try parameters.set(CodeFacts.carriedEntitlements(of: code))
      }
      let signed = try sign(code, parameters, plan, workers)
      // An archive made on Windows knows of no modes.
      tree.replace(
        executable, with: signed.source, isExecutable: code.slices.contains { $0.fileType == .executable })
      if isForMac {
        nested[bundle.path] = try NestedCode(MachOFile(reading: signed.source, name: executable))
      }
    }
    return tree
  }

  /// Signs one Mach-O file that is in no bundle.
  ///
  /// - Throws: as ``sign(_:by:workers:)``.
  package static func sign(
    _ code: MachOFile, by plan: AppleSigningPlan, workers: Workers
  ) throws(AppleError) -> SignedCode {
    var parameters = parameters(
      identifier: try CodeIdentifier.of(code, path: code.name, isAdHoc: plan.identity == nil), plan)
    try parameters.set(CodeFacts.carriedEntitlements(of: code))
    return try sign(code, parameters, plan, workers)
  }

  private static func identifier(of bundle: AppBundle, _ code: MachOFile) throws(AppleError) -> String {
    if let identifier = bundle.identifier { return identifier }
    return try CodeIdentifier.of(code, path: code.name)
  }

  private static func parameters(identifier: String, _ plan: AppleSigningPlan) -> CodeSigningParameters {
    CodeSigningParameters(
      identifier: identifier, team: plan.team, flags: plan.hasHardenedRuntime ? .hardenedRuntime : [],
      pageSize: plan.pageSize)
  }

  private static func sign(
    _ code: MachOFile, _ parameters: CodeSigningParameters, _ plan: AppleSigningPlan, _ workers: Workers
  ) throws(AppleError) -> SignedCode {
    guard let identity = plan.identity, let chain = plan.chain else {
      return try MachOSigner.sign(
        code, parameters, chain: [], endsAtApple: false, workers: workers, signature: nil)
    }
    let time = plan.time
    return try MachOSigner.sign(
      code, parameters, chain: chain.certificates, endsAtApple: chain.end == .apple, workers: workers
    ) { (directories) throws(AppleError) in
      try wrapping { () throws(CryptographyError) in
        try SignedData.codeSignature(
          of: directories[0].bytes,
          directories: directories.map { (hash: $0.hash, digest: $0.fullDigest) }, key: identity.key,
          chain: chain.certificates, time: time)
      }
    }
  }
}

extension [String: NestedCode] {
  /// Those below a folder, by their paths there.
  fileprivate func below(_ root: String) -> [String: NestedCode] {
    var below: [String: NestedCode] = [:]
    for (path, code) in self {
      if let inside = path.path(below: root) { below[inside] = code }
    }
    return below
  }
}

extension CodeSigningParameters {
  /// Puts entitlements in, and what follows from them; none where there are none.
  fileprivate mutating func set(_ entitlements: Entitlements) throws(AppleError) {
    guard !entitlements.values.isEmpty else { return }
    self.entitlements = (entitlements.xml, try entitlements.der())
    executableSegmentFlags = entitlements.executableSegmentFlags
  }
}
