import Cryptography

/// A digest attribute of a manifest or signature file, such as `SHA-256-Digest`.
struct JarDigest: Equatable, Sendable {
  let algorithm: HashAlgorithm
  let value: [UInt8]

  /// The attribute's name with the suffix; SHA-1 is spelled without a hyphen.
  static func attributeName(_ algorithm: HashAlgorithm, _ suffix: String) -> String {
    algorithm == .sha1 ? "SHA1\(suffix)" : "\(Self.name(of: algorithm))\(suffix)"
  }

  /// The algorithm's name as Java and manifests have it.
  static func name(of algorithm: HashAlgorithm) -> String {
    switch algorithm {
    case .md5: "MD5"
    case .sha1: "SHA-1"
    case .sha224: "SHA-224"
    case .sha256: "SHA-256"
    case .sha384: "SHA-384"
    case .sha512: "SHA-512"
    }
  }
}

extension JarSection {
  /// The digests that Android compares on any of the API levels.
  ///
  /// Before API level 18, the first one of those that `Digest-Algorithms` lists (SHA-1 without it); since then, the
  /// strongest. So a package is held to one or two digests. A digest that is no base 64 is compared as empty.
  ///
  /// - Returns: none when there is none, or none that the oldest of the levels can use.
  func digests(_ suffix: String, levels: ClosedRange<Int>) -> [JarDigest] {
    var digests: [JarDigest] = []
    if levels.lowerBound < AndroidRelease.jellyBeanMR2 {
      guard let old = oldDigest(suffix, level: levels.lowerBound) else { return [] }
      digests.append(old)
    }
    if levels.upperBound >= AndroidRelease.jellyBeanMR2 {
      let strongest = [HashAlgorithm.sha512, .sha384, .sha256, .sha1].lazy.compactMap { algorithm in
        self[JarDigest.attributeName(algorithm, suffix)].map { Self.digest(algorithm, $0) }
      }.first
      if let strongest, !digests.contains(strongest) { digests.append(strongest) }
    }
    return digests
  }

  private func oldDigest(_ suffix: String, level: Int) -> JarDigest? {
    let names = self["Digest-Algorithms"] ?? "SHA SHA1"
    for name in names.split(whereSeparator: \.isWhitespace).map(String.init) {
      guard let text = self[name + suffix], let (algorithm, firstLevel) = Self.known[name.uppercased()],
        firstLevel <= level
      else { continue }
      return Self.digest(algorithm, text)
    }
    return nil
  }

  private static func digest(_ algorithm: HashAlgorithm, _ text: String) -> JarDigest {
    JarDigest(algorithm: algorithm, value: Base64.decode(Array(text.utf8)) ?? [])
  }

  /// The names that manifests use, with the first API level that knows the algorithm there.
  private static let known: [String: (HashAlgorithm, Int)] = [
    "MD5": (.md5, 0), "SHA": (.sha1, 0), "SHA1": (.sha1, 0), "SHA-1": (.sha1, 0), "SHA-256": (.sha256, 0),
    "SHA-384": (.sha384, 9), "SHA-512": (.sha512, 9),
  ]
}
