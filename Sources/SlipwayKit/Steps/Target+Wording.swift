import AndroidApps
import AppleApps
import Archives
import FoundationEssentials
import Pipelines
import Releases

/// A target's declarations in the words of the modules that carry them out.
extension Target {
  /// The target's name without folders: `red` for `brand/red`, which gives `brand-red`.
  private var fileName: String { name.split(separator: "/").joined(separator: "-") }

  /// What the artifact is called at its destinations.
  func artifactName(_ format: PackageFormat?) -> String {
    format.map { "\(fileName).\($0.rawValue)" } ?? fileName
  }

  /// What an archive is called, beside the artifact and at the destinations.
  func archiveFileName(_ archive: ArchiveDeclaration) -> String {
    "\(fileName).\(archive.name).\(archive.format.rawValue)"
  }

  /// What the archive of the app's debug symbols is called, where there is one.
  var symbolsFileName: String { "\(fileName).\(DebugSymbols.name).zip" }

  /// Whether debug symbols beside the app become an archive of their own: not where the pipeline file says otherwise, or
  /// packs them itself.
  var packsSymbols: Bool {
    platform == .ios && package.symbols
      && !archives.contains { archive in
        [archive.name, archive.from.value.lastComponent].contains {
          $0.lowercased() == DebugSymbols.name.lowercased()
        }
      }
  }

  /// The names of everything that goes along with the artifact.
  func attachmentNames(withArchives: Bool, withSymbols: Bool) -> [String] {
    (withArchives ? archives.map(archiveFileName) : []) + (withSymbols ? [symbolsFileName] : [])
      + attach.map(attachmentFileName)
  }

  /// What an attached file is called: the target's name, the attachment's, and the file's own extension.
  func attachmentFileName(_ attachment: AttachmentDeclaration) -> String {
    let file = attachment.path.value.split(separator: "/").last ?? ""
    let isPlain = file.contains(".") && !file.contains("*")
    let suffix = isPlain ? file.split(separator: ".").last.map { ".\($0)" } ?? "" : ""
    return "\(fileName).\(attachment.name)\(suffix)"
  }

  /// What the artifact must turn out to be.
  var expectation: ArtifactExpectation {
    ArtifactExpectation(
      application: application?.value, version: expect.version?.value, build: expect.build?.value,
      certificate: expect.certificate?.value, platform: platform)
  }

  /// What of the app is to be changed before it is signed, for Apple's platforms.
  var appEdits: AppEdits {
    let edit = package.edit
    return AppEdits(bundleID: edit.bundleID, version: edit.version, build: edit.build, name: edit.name)
  }

  /// How the app is to be signed, for Apple's platforms.
  ///
  /// - Throws: ``BytesError``, ``AppleError`` or ``CryptographyError`` for files that cannot be read.
  func appleSigning(
    with signer: PlannedSigner, keys: KeyOpener, pipeline: Pipeline, now: Date
  ) throws -> AppleSigning {
    var entitlements: [String: EntitlementsSource] = [:]
    for declared in sign.entitlements {
      entitlements[declared.bundleID] =
        switch declared.source {
        case .payload: .payload
        case .profile: .profile
        case .file(let path): try AppleSigning.entitlements(at: pipeline.absolutePath(path))
        }
    }
    return AppleSigning(
      identity: try keys.identity(of: signer), profiles: signer.profiles, entitlements: entitlements,
      anchors: try keys.anchors(), hasHardenedRuntime: sign.hasHardenedRuntime, issuers: keys.issuers,
      now: now)
  }

  /// The findings that are no errors here.
  var acceptance: Acceptance {
    Acceptance(Dictionary(accept.map { ($0.id, $0.reason) }) { first, _ in first })
  }

  /// How the artifact is to be signed.
  var signingOptions: SigningOptions {
    SigningOptions(
      schemes: sign.schemes.map { schemes in
        Set(schemes.compactMap { SignatureScheme(rawValue: $0.rawValue) })
      },
      minSDK: sign.minSDK, alignment: package.alignment.map(Alignment.init) ?? .largePages)
  }
}

extension Alignment {
  fileprivate init(_ declared: PackageDeclaration.Alignment) {
    switch declared {
    case .pages(let size): self = .pages(size)
    case .preserve: self = .preserve
    }
  }
}
