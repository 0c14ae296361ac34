/// Code inside a bundle of macOS, sealed by its own signature.
///
/// Security, `signer.cpp`, `signNested`.
package struct NestedCode: Hashable, Sendable {
  /// The digest of its CodeDirectory, cut to 20 bytes; empty in seals from before there was one.
  package let cdhash: [UInt8]
  /// Its designated requirement, as text.
  package let requirement: String

  package init(cdhash: [UInt8], requirement: String) {
    self.cdhash = cdhash
    self.requirement = requirement
  }

  /// What seals code that is signed; nil for code that is not.
  ///
  /// Of several architectures it is the one of Apple's own processors.
  ///
  /// - Throws: ``AppleError`` when a signature cannot be read.
  init?(_ file: MachOFile) throws(AppleError) {
    guard let slice = file.slices.first(where: { $0.architecture == "arm64" }) ?? file.slices.first,
      let signature = try slice.signature()
    else { return nil }
    cdhash = signature.best.cdHash
    if let designated = try signature.requirementSet(file: file.name)?.designated {
      requirement = designated.text
      return
    }
    requirement = Self.requirement(for: try Self.cdHashes(of: file))
  }

  /// In what way code is not what was sealed; nil when it is.
  ///
  /// Its cdhash must be that of one of the architectures. The requirement counts as met where it is the code's own
  /// designated one, word for word, or a choice of cdhashes that has one of the code's; of code that names none and
  /// whose cdhash is right, nothing else is asked.
  ///
  /// - Parameter file: nil where there is no code.
  /// - Throws: ``AppleError`` when the file cannot be read.
  func flaw(in file: MachOFile?) throws(AppleError) -> ResourceFlaw.Kind? {
    guard let file else { return .nestedUnsigned }
    let hashes: [[UInt8]]
    var designated: [String] = []
    do throws(AppleError) {
      hashes = try Self.cdHashes(of: file)
      for slice in file.slices {
        guard let text = try slice.signature()?.requirementSet(file: file.name)?.designated?.text else {
          continue
        }
        designated.append(text)
      }
    } catch {
      guard SignatureProblem(error) != nil else { throw error }
      return .nestedUnsigned
    }
    guard !hashes.isEmpty else { return .nestedUnsigned }
    guard cdhash.isEmpty || hashes.contains(cdhash) else { return .nestedAltered }
    if designated.isEmpty, !cdhash.isEmpty, !requirement.hasPrefix(Self.cdHashWord) { return nil }
    let isMet = designated.contains(requirement) || isChoice(of: hashes)
    return isMet ? nil : .nestedRequirement
  }

  /// Whether the requirement is a choice of cdhashes, and one of them is among these.
  private func isChoice(of hashes: [[UInt8]]) -> Bool {
    let choices = requirement.split(separator: " or ").map(String.init)
    return choices.allSatisfy { $0.hasPrefix(Self.cdHashWord) }
      && hashes.contains { choices.contains(Self.requirement(for: [$0])) }
  }

  private static let cdHashWord = "cdhash "

  /// What Apple's tools require of code that nobody signed: to be this very code, in one of its architectures.
  private static func requirement(for hashes: [[UInt8]]) -> String {
    hashes.map { Requirement.cdHash($0).text }.joined(separator: " or ")
  }

  /// Of every architecture, by each of its directories.
  private static func cdHashes(of file: MachOFile) throws(AppleError) -> [[UInt8]] {
    var hashes: [[UInt8]] = []
    for slice in file.slices { hashes += try slice.signature()?.directories.map(\.cdHash) ?? [] }
    return hashes
  }
}
