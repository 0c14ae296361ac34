package import Bytes
import Cryptography
import PropertyLists

/// The seal over the files of a bundle: `_CodeSignature/CodeResources`.
///
/// A property list with a dictionary of paths and the rules that say which paths belong there, in two versions: `files`
/// with `rules` for systems before 2013, `files2` with `rules2` for all others. Where the latter are there, they alone
/// count (Security, `SecStaticCode::loadResources`).
package struct CodeResources: Sendable {
  /// Which version counts: 1 or 2.
  package let version: Int
  /// What is sealed in that version, sorted by the bytes of the paths.
  package let seals: [ResourceSeal]
  /// What belongs under the seal in that version.
  package let rules: ResourceRules

  /// - Throws: ``AppleError`` when it is no property list, has no files with their rules, or something in them is none
  ///   of the forms that ``ResourceSeal`` and ``ResourceRules`` have. A path that is sealed twice is such a thing also
  ///   when the two differ in Unicode normalisation, since no file system of Apple's tells them apart.
  package init(_ bytes: [UInt8], file: String) throws(AppleError) {
    let list: PropertyList
    do throws(PropertyListError) {
      list = try PropertyList(reading: bytes)
    } catch {
      throw .propertyList(error, file: file)
    }
    let suffix = list["files2"] != nil && list["rules2"] != nil ? "2" : ""
    guard let files = list["files" + suffix]?.dictionary else {
      throw .malformed(.codeResources, field: "files" + suffix, offset: 0, file: file)
    }
    guard let rules = list["rules" + suffix] else {
      throw .malformed(.codeResources, field: "rules" + suffix, offset: 0, file: file)
    }
    version = suffix.isEmpty ? 1 : 2
    self.rules = try ResourceRules(rules, field: "rules" + suffix, file: file)
    var seals: [ResourceSeal] = []
    for (path, value) in files {
      seals.append(try ResourceSeal(path: path, value, field: "files" + suffix, file: file))
    }
    self.seals = seals.sorted { $0.path.precedesByBytes($1.path) }
  }

  /// Where the seal and the tree differ, by the rules in the seal.
  ///
  /// Of nested code, cdhash and requirement are compared: ``NestedCode/flaw(in:)``. Whether it is what its own signature
  /// says is not looked at here.
  ///
  /// - Parameters:
  ///   - root: the folder where the seal begins, which is the bundle, or its `Contents` for macOS; empty for the whole
  ///     tree.
  ///   - mainExecutable: relative to `root`; it is not sealed.
  ///   - nested: the code at a path of the tree, which may be a bundle; nil to look for nested code and not into it.
  /// - Returns: the differences, sorted by the bytes of their paths.
  /// - Throws: ``AppleError`` when a file cannot be read.
  package func flaws(
    in tree: any BundleTree, root: String, mainExecutable: String?,
    nested: ((String) throws(AppleError) -> MachOFile?)? = nil, workers: Workers
  ) throws(AppleError) -> [ResourceFlaw] {
    let found = SealedResources(tree.items, root: root, mainExecutable: mainExecutable, rules: rules)
      .resources
    let places = Dictionary(seals.indices.map { (seals[$0].path, $0) }) { first, _ in first }
    var isFound = [Bool](repeating: false, count: seals.count)
    var flaws: [ResourceFlaw] = []
    var comparisons: [(path: String, digests: [HashAlgorithm: [UInt8]])] = []
    var requests: [ResourceDigests.Request] = []

    for resource in found {
      // Strings are equal across normalisations, and files on a device are not.
      guard let place = places[resource.path], seals[place].path.isSameBytes(as: resource.path) else {
        var isLink = false
        if case .link = resource.item.kind { isLink = true }
        if !resource.isInDoubt, !(isLink && version == 1) {
          flaws.append(ResourceFlaw(.added, resource.path))
        }
        continue
      }
      isFound[place] = true
      switch (seals[place].content, resource.item.kind) {
      case (.file(let digests), .file(let size, _)):
        guard !digests.isEmpty else {
          flaws.append(ResourceFlaw(.notComparable, resource.path))
          continue
        }
        comparisons.append((resource.path, digests))
        requests.append(
          ResourceDigests.Request(path: resource.item.path, size: size, algorithms: Set(digests.keys)))
      case (.link(let target), .link(let found)):
        if !target.isSameBytes(as: found) { flaws.append(ResourceFlaw(.linkChanged, resource.path)) }
      case (.nested(let code), .file), (.nested(let code), .folder):
        guard let nested, let kind = try code.flaw(in: nested(resource.item.path)) else { break }
        flaws.append(ResourceFlaw(kind, resource.path))
      default: flaws.append(ResourceFlaw(.kindChanged, resource.path))
      }
    }
    for (place, seal) in seals.enumerated() where !isFound[place] && !seal.isOptional {
      flaws.append(ResourceFlaw(.missing, seal.path))
    }
    let computed = try ResourceDigests.compute(requests, in: tree, workers: workers)
    for (comparison, digests) in zip(comparisons, computed) where comparison.digests != digests {
      flaws.append(ResourceFlaw(.altered, comparison.path))
    }
    return flaws.sorted { $0.path.precedesByBytes($1.path) }
  }
}
