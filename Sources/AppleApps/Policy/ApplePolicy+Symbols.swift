import Releases

extension ApplePolicy {
  /// Debug symbols beside the app: code that has none among them, and those that are of no code in it.
  ///
  /// An app without any is nobody's concern: they may be kept elsewhere.
  var symbolFindings: [Finding] {
    guard let symbols = facts.symbols else { return [] }
    let described = Set(symbols.bundles.flatMap(\.uuids))
    let missing = facts.code.compactMap { code in
      let uuids = code.architectures.compactMap(\.uuid).filter { !described.contains($0) }
      return uuids.isEmpty || !hasSymbols(code)
        ? nil
        : finding(
          "apple-symbols-missing", at: code.path,
          ["path": code.path, "name": Self.owner(of: code), "uuids": uuids.joined(separator: ", ")])
    }
    let built = Set(facts.code.flatMap { $0.architectures.compactMap(\.uuid) })
    let foreign = symbols.bundles.filter { built.isDisjoint(with: $0.uuids) }.compactMap {
      finding("apple-symbols-foreign", ["symbols": "dSYMs/\($0.name)"])
    }
    return missing + foreign
  }

  /// Whether code is linked by whoever builds the app or a part of it; the symbols of Swift's own libraries are Apple's.
  private func hasSymbols(_ code: CodeFacts) -> Bool {
    let name = code.path.pathParts.last ?? ""
    return ["executable", "dylib", "bundle"].contains(code.fileType) && !name.hasPrefix("libswift")
  }

  /// The bundle whose executable it is, by its name as Xcode has it; the file's own name for other code.
  private static func owner(of code: CodeFacts) -> String {
    let parts = code.path.pathParts.suffix(2)
    let isBundles = [".framework", ".app", ".appex"].contains { parts.first?.hasSuffix($0) == true }
    return (isBundles ? parts.first : parts.last).map(String.init) ?? code.path
  }
}
