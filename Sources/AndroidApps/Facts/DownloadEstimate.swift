import Archives

/// What the device that gets most downloads of each module of a bundle: an estimate in bytes.
///
/// Google Play makes APKs of a bundle for each kind of device and compresses them anew. Entries are counted as they
/// are compressed in the bundle, which comes near. Not counted is what such a device does not get:
///
/// - what lies outside the modules, such as debug symbols and mappings in `BUNDLE-METADATA`;
/// - native libraries of all architectures but the largest one;
/// - a drawable for all densities but the largest one, and resources for all languages but the largest one;
/// - assets for all texture formats and device tiers (`textures#tcf_astc`) but the largest one.
///
/// What the bundle's configuration says must not be split is counted whole. So are the texts of all languages, which
/// stand in one table, and the manifest. The estimate is therefore rather too large than too small.
struct DownloadEstimate {
  /// The parts that every device gets.
  private var common: [Substring: Int] = [:]
  /// The parts of which a device gets one: by module and by what they are alternatives for, then by the choice.
  private var choices: [Choice: [String: Int]] = [:]

  private struct Choice: Hashable {
    let module: Substring
    let subject: String
  }

  /// - Parameter unsplit: what devices are not told apart by.
  init(_ entries: [ZipEntry], unsplit: [BundleConfiguration.Dimension]) {
    let split = Set(BundleConfiguration.Dimension.allCases).subtracting(unsplit)
    for entry in entries {
      let module = entry.name.prefix { $0 != "/" }
      guard module.count < entry.name.count else { continue }
      let path = entry.name.dropFirst(module.count + 1)
      if let (subject, option) = Self.alternative(path, split) {
        choices[Choice(module: module, subject: subject), default: [:]][option, default: 0] +=
          entry.compressedSize
      } else {
        common[module, default: 0] += entry.compressedSize
      }
    }
  }

  /// By module.
  var sizes: [String: Int] {
    var sizes: [String: Int] = [:]
    for (module, size) in common { sizes[String(module), default: 0] += size }
    for (choice, options) in choices {
      sizes[String(choice.module), default: 0] += options.values.max() ?? 0
    }
    return sizes
  }

  /// What an entry is an alternative for, and which one it is; nil for what every device gets.
  private static func alternative(
    _ path: Substring, _ split: Set<BundleConfiguration.Dimension>
  ) -> (subject: String, option: String)? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.first {
    case "lib" where parts.count == 3 && split.contains(.abi):
      return ("lib", String(parts[1]))
    case "res" where parts.count == 3:
      let qualifiers = ResourceQualifiers(folder: parts[1])
      if let density = qualifiers.density, split.contains(.density) {
        return ("res/\(qualifiers.withoutDensity)/\(parts[2])", density)
      }
      guard split.contains(.language), let language = qualifiers.language else { return nil }
      return ("language", language)
    case "assets":
      guard let place = parts.firstIndex(where: { $0.contains("#") }) else { return nil }
      let targeting = parts[place].drop { $0 != "#" }
      let isSplit =
        targeting.hasPrefix("#tcf_")
        ? split.contains(.textureFormat) : targeting.hasPrefix("#tier_") && split.contains(.deviceTier)
      guard isSplit else { return nil }
      let folder = parts[...place].joined(separator: "/").prefix { $0 != "#" }
      return (String(folder) + "#", String(targeting))
    default:
      return nil
    }
  }
}
