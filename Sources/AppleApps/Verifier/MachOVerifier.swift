package import Bytes
package import Cryptography

/// What is wrong with the signature of one architecture.
package enum CodeFlaw: Equatable, Sendable {
  /// These pages are not what was signed; the offsets are from the start of the file.
  case pages(count: Int, first: Range<Int>)
  /// What belongs to a slot is not what was signed.
  case slot(UInt32)
  /// Something that was signed is not there.
  case missing(slot: UInt32)
  /// The directory covers another part of the code than all before the signature.
  case codeLimit(stated: Int, actual: Int)
  case pageCount(stated: Int, needed: Int)
  /// So many bytes are behind the signature, which nothing covers.
  case trailing(count: Int)
  /// The CMS signature does not hold over the directory; without a problem of its own, when nobody signed and the
  /// directory does not say that it is ad hoc.
  case signature(SignerVerdict.Problem?)
  /// Something in the signature cannot be read.
  case unreadable(SignatureProblem)
  /// The CMS signature is for other directories than there are.
  case directories
}

/// What came of checking one architecture.
package struct CodeVerdict: Sendable {
  package let architecture: String
  /// Nil for code without a signature, and for one that cannot be read, which is among the flaws.
  package let signature: CodeSignature?
  /// The CMS signature; nil for an ad-hoc one.
  package let signedData: SignedData?
  package let flaws: [CodeFlaw]
  /// Where in the file the pages are that are not what was signed, neighbours together; the first thousand such ranges.
  package let alteredRanges: [Range<Int>]
}

/// Checks whether code is what was signed.
package enum MachOVerifier {
  /// The slots whose content stands in the signature itself: requirements, entitlements in both forms, and constraints
  /// on what launches and loads the code.
  private static let ownSlots: [UInt32] = [
    CodeSignature.Slot.requirements, CodeSignature.Slot.entitlements, CodeSignature.Slot.derEntitlements,
    8, 9, 10, 11,
  ]
  /// How many bytes of padding may follow a signature.
  private static let trailingLimit = 15

  /// Checks every page, every slot whose content is known, and the CMS signature, for each directory.
  ///
  /// Whether anybody should trust the signer is not looked at.
  ///
  /// - Parameters:
  ///   - infoPlist: the bundle's `Info.plist`; nil to look for one inside the code.
  ///   - codeResources: the bundle's seal; nil when there is none.
  ///   - isBundle: whether the two are known: a slot that is signed and has no content is then a flaw.
  /// - Throws: ``AppleError`` when the file cannot be read.
  package static func verify(
    _ slice: MachOSlice, infoPlist: [UInt8]?, codeResources: [UInt8]?, isBundle: Bool = false,
    workers: Workers
  ) throws(AppleError) -> CodeVerdict {
    func verdict(_ flaws: [CodeFlaw]) -> CodeVerdict {
      CodeVerdict(
        architecture: slice.architecture, signature: nil, signedData: nil, flaws: flaws, alteredRanges: [])
    }
    guard let place = slice.signatureRange else { return verdict([]) }
    let signature: CodeSignature
    do throws(AppleError) {
      guard let found = try slice.signature() else { return verdict([]) }
      signature = found
    } catch {
      guard let problem = SignatureProblem(error) else { throw error }
      return verdict([.unreadable(problem)])
    }
    let pages = try PageCheck(
      signature.directories, of: slice, signatureAt: place.lowerBound, workers: workers)
    var flaws = pages.flaws
    let embedded = try slice.embeddedInfoPlist()
    for directory in signature.directories {
      flaws += slotFlaws(directory, signature, infoPlist ?? embedded, codeResources, isBundle: isBundle)
    }
    flaws += try signature.contents(file: slice.name).problems.map(CodeFlaw.unreadable)
    if slice.range.count - place.upperBound > trailingLimit {
      flaws.append(.trailing(count: slice.range.count - place.upperBound))
    }
    var signedData: SignedData?
    if let cms = signature.cms {
      signedData = try? SignedData(der: cms)
      let place = signature.contentPlace(CodeSignature.Slot.cms)
      flaws +=
        signedData.map { cmsFlaws($0, signature) } ?? [
          .unreadable(SignatureProblem(structure: .cms, problem: "no SignedData", offset: place))
        ]
    } else if !signature.directories[0].flags.contains(.adHoc) {
      flaws.append(.signature(nil))
    }
    // Two directories over the same code have the same flaws.
    var distinct: [CodeFlaw] = []
    for flaw in flaws where !distinct.contains(flaw) { distinct.append(flaw) }
    return CodeVerdict(
      architecture: slice.architecture, signature: signature, signedData: signedData, flaws: distinct,
      alteredRanges: pages.alteredRanges)
  }

  /// Whether every slot that is signed has the content it was signed with, and all content is signed.
  private static func slotFlaws(
    _ directory: CodeDirectory, _ signature: CodeSignature, _ infoPlist: [UInt8]?, _ codeResources: [UInt8]?,
    isBundle: Bool
  ) -> [CodeFlaw] {
    typealias Slot = CodeSignature.Slot
    var flaws: [CodeFlaw] = []
    for (slot, hash) in directory.specialHashes.sorted(by: { $0.key < $1.key }) {
      let isFile = slot == Slot.infoPlist || slot == Slot.codeResources
      let content =
        switch slot {
        case Slot.infoPlist: infoPlist
        case Slot.codeResources: codeResources
        default: signature.blob(slot)
        }
      if let content {
        let digest = Array(Digest.hash(directory.hash, content).prefix(directory.hashLength))
        if digest != hash { flaws.append(.slot(slot)) }
      } else if isBundle || !isFile {
        flaws.append(.missing(slot: slot))
      }
    }
    for slot in ownSlots where signature.blob(slot) != nil && directory.specialHashes[slot] == nil {
      flaws.append(.slot(slot))
    }
    for (slot, content) in [(Slot.infoPlist, infoPlist), (Slot.codeResources, codeResources)]
    where isBundle && content != nil && directory.specialHashes[slot] == nil {
      flaws.append(.slot(slot))
    }
    return flaws
  }

  /// The signature is over the primary directory, and names the digests of all.
  private static func cmsFlaws(_ data: SignedData, _ signature: CodeSignature) -> [CodeFlaw] {
    let verdicts = data.verify(detachedContent: signature.directories[0].bytes)
    guard let verdict = verdicts.first else { return [.signature(nil)] }
    if let problem = verdict.problem { return [.signature(problem)] }
    let own = signature.directories.map(\.cdHash)
    if let named = verdict.signer.codeDirectoryHashes, named.count != own.count || Set(named) != Set(own) {
      return [.directories]
    }
    return []
  }
}
