package import Bytes
package import Cryptography
import PropertyLists

extension CodeResources {
  /// Seals everything under a folder of a tree, as Apple's tools do (Security, `signer.cpp`, `buildResources`).
  ///
  /// Left out are the main executable, which holds the seal's digest, and what no seal covers: `_CodeSignature`,
  /// `CodeResources` and `_MASReceipt` at the top. Code inside must have its signature before.
  ///
  /// - Parameters:
  ///   - root: the folder where the seal begins, which is the bundle, or its `Contents` for macOS; empty for the whole
  ///     tree.
  ///   - mainExecutable: relative to `root`; nil for a bundle without code.
  ///   - digests: those of the CodeDirectories, `[.sha256]` or `[.sha1, .sha256]`. `files` has SHA-1 in any case.
  ///   - nested: in the layout of macOS, what seals the code inside, by its path relative to `root`.
  /// - Returns: the property list in XML.
  /// - Throws: ``AppleError`` when a file cannot be read, when `nested` lacks a path
  ///   (``SigningObstacle/notCode(file:)``), and for two paths that are one in another Unicode normalisation
  ///   (``AppleError/unsupported(_:feature:file:)``).
  package static func seal(
    _ tree: any BundleTree, root: String, mainExecutable: String?, digests: [HashAlgorithm],
    layout: ResourceLayout, nested: [String: NestedCode] = [:], workers: Workers
  ) throws(AppleError) -> [UInt8] {
    let (rules1, rules2) =
      switch layout {
      case .flat: (ResourceRules.flatVersion1, ResourceRules.flat)
      case .macOS: (ResourceRules.macOSVersion1, ResourceRules.macOS)
      }
    let items = tree.items
    let resources1 = SealedResources(items, root: root, mainExecutable: mainExecutable, rules: rules1)
      .resources
    let resources2 = SealedResources(items, root: root, mainExecutable: mainExecutable, rules: rules2)
      .resources

    var wanted = WantedDigests()
    for resource in resources2 where !resource.isNested { try wanted.add(resource, Set(digests)) }
    for resource in resources1 { try wanted.add(resource, [.sha1]) }
    let computed = try ResourceDigests.compute(wanted.requests, in: tree, workers: workers)

    var files: [String: PropertyList] = [:]
    for resource in resources1 {
      guard let place = wanted.places[resource.path] else { continue }
      files[resource.path] =
        ResourceSeal(
          path: resource.path, content: .file(computed[place].filter { $0.key == .sha1 }),
          isOptional: resource.isOptional
        ).propertyList
    }
    var files2: [String: PropertyList] = [:]
    for resource in resources2 {
      let content: ResourceSeal.Content
      if resource.isNested {
        guard let code = nested[resource.path] else {
          throw .cannotSign(.notCode(file: resource.item.path))
        }
        content = .nested(code)
      } else if case .link(let target) = resource.item.kind {
        content = .link(target: target)
      } else {
        guard let place = wanted.places[resource.path] else { continue }
        content = .file(computed[place].filter { digests.contains($0.key) })
      }
      let seal = ResourceSeal(path: resource.path, content: content, isOptional: resource.isOptional)
      guard files2.updateValue(seal.propertyList, forKey: resource.path) == nil else {
        throw WantedDigests.twoSpellings(resource)
      }
    }
    return PropertyList.dictionary([
      "files": .dictionary(files), "files2": .dictionary(files2), "rules": rules1.propertyList,
      "rules2": rules2.propertyList,
    ]).xml()
  }

  /// The digests that the two versions want, each file once.
  private struct WantedDigests {
    private(set) var requests: [ResourceDigests.Request] = []
    private(set) var places: [String: Int] = [:]

    /// Wants digests of what is a file.
    mutating func add(
      _ resource: SealedResources.Resource, _ algorithms: Set<HashAlgorithm>
    ) throws(AppleError) {
      guard case .file(let size, _) = resource.item.kind else { return }
      let path = resource.item.path
      guard let place = places[resource.path] else {
        places[resource.path] = requests.count
        requests.append(ResourceDigests.Request(path: path, size: size, algorithms: algorithms))
        return
      }
      guard requests[place].path.isSameBytes(as: path) else { throw Self.twoSpellings(resource) }
      requests[place] = ResourceDigests.Request(
        path: path, size: size, algorithms: requests[place].algorithms.union(algorithms))
    }

    static func twoSpellings(_ resource: SealedResources.Resource) -> AppleError {
      .unsupported(
        .codeResources, feature: "two paths that differ in Unicode normalisation only",
        file: resource.item.path)
    }
  }
}
