package import Bytes
import Credentials
import Cryptography

/// Signs apps for Apple's platforms: the code in them, and the seal over everything else.
package enum AppleSigner {
  /// Signs an app anew, the innermost code first.
  ///
  /// Profiles are put in before anything is sealed. Then come loose libraries, then every bundle behind those in it:
  /// its `CodeResources`, over nested code that is signed already, and its executable, over those. Mach-O files of kinds
  /// that are never signed, such as the symbols that came with a library, are sealed like any other file.
  ///
  /// - Returns: the app with what has become of its files; nothing is written anywhere.
  /// - Throws: ``AppleError``: `cannotSign`, `malformed`, `cryptography`, and for what cannot be read.
  package static func sign(
    _ contents: AppContents, by plan: AppleSigningPlan, workers: Workers
  ) throws(AppleError) -> EditedTree {
    var tree = EditedTree(contents.tree)
    let planned = Dictionary(plan.bundles.map { ($0.path, $0) }) { first, _ in first }
    for bundle in contents.bundles {
      if let profile = planned[bundle.path]?.profile { tree.replace(bundle.profilePath, with: profile.bytes) }
    }
    for path in contents.looseCode {
      let code = try MachOFile(reading: tree.source(of: path), name: path)
      guard code.slices.contains(where: \.fileType.isSigned) else { continue }
      let signed = try sign(
        code,
        parameters(
          identifier: CodeIdentifier.of(code, path: path, isAdHoc: plan.identity == nil), plan), plan, workers
      )
      tree.replace(path, with: signed.source)
    }
    for bundle in contents.bundles {
      guard let executable = bundle.executable else { continue }
      let code = try MachOFile(reading: tree.source(of: executable), name: executable)
      let resources = try CodeResources.seal(
        tree, root: bundle.root, mainExecutable: bundle.executableInside,
        digests: MachOSigner.digests(for: code), layout: bundle.layout == .flat ? .flat : .macOS,
        workers: workers)
      tree.replace(bundle.codeResourcesPath, with: resources)
      var parameters = parameters(identifier: try identifier(of: bundle, code), plan)
      if bundle.infoBytes != nil {
        parameters.infoPlist = try tree.contents(
          of: bundle.infoPath, as: .infoPropertyList, limit: AppBundle.largestInfo)
      }
      parameters.codeResources = resources
      if let entitlements = planned[bundle.path]?.entitlements, !entitlements.values.isEmpty {
        parameters.entitlements = (entitlements.xml, try entitlements.der())
        parameters.executableSegmentFlags = entitlements.executableSegmentFlags
      }
      // An archive made on Windows knows of no modes.
      tree.replace(
        executable, with: try sign(code, parameters, plan, workers).source,
        isExecutable: code.slices.contains { $0.fileType == .executable })
    }
    return tree
  }

  /// Signs one Mach-O file that is in no bundle.
  ///
  /// - Throws: as ``sign(_:by:workers:)``.
  package static func sign(
    _ code: MachOFile, by plan: AppleSigningPlan, workers: Workers
  ) throws(AppleError) -> SignedCode {
    let identifier = try CodeIdentifier.of(code, path: code.name, isAdHoc: plan.identity == nil)
    return try sign(code, parameters(identifier: identifier, plan), plan, workers)
  }

  private static func identifier(of bundle: AppBundle, _ code: MachOFile) throws(AppleError) -> String {
    if let identifier = bundle.identifier { return identifier }
    return try CodeIdentifier.of(code, path: code.name)
  }

  private static func parameters(identifier: String, _ plan: AppleSigningPlan) -> CodeSigningParameters {
    CodeSigningParameters(identifier: identifier, team: plan.team, pageSize: plan.pageSize)
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
