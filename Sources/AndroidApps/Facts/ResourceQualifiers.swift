/// What a folder of resources is for: `drawable-fr-rCA-xxhdpi` is for Canadians with dense screens.
///
///     folder := type ("-" qualifier)*
///     qualifiers, in this order: mcc310, mnc004, language (fr, fr-rCA, b+sr+Latn), …, density (xxhdpi, 420dpi), …, v24
///
/// Source: <https://developer.android.com/guide/topics/resources/providing-resources>.
struct ResourceQualifiers: Equatable {
  /// The density that devices are told apart by; `default` for drawables without one, nil for what every density
  /// gets: `nodpi` and `anydpi`, icons of launchers (`mipmap`), and what is no picture.
  let density: String?
  /// The language without its region; nil when it is for all.
  let language: String?
  /// The folder's name without its density.
  let withoutDensity: String

  init(folder: Substring) {
    var parts = folder.split(separator: "-", omittingEmptySubsequences: false)
    let type = parts.first ?? ""
    let place = parts.indices.dropFirst().first { Self.isDensity(parts[$0]) }
    if type == "mipmap" || parts.contains("nodpi") || parts.contains("anydpi") {
      density = nil
    } else {
      density = place.map { String(parts[$0]) } ?? (type == "drawable" ? "default" : nil)
    }
    let first = parts.dropFirst().first { !$0.hasPrefix("mcc") && !$0.hasPrefix("mnc") }
    language = first.flatMap(Self.language)
    if let place { parts.remove(at: place) }
    withoutDensity = parts.joined(separator: "-")
  }

  private static func isDensity(_ qualifier: Substring) -> Bool {
    ["ldpi", "mdpi", "tvdpi", "hdpi", "xhdpi", "xxhdpi", "xxxhdpi"].contains(qualifier)
      || qualifier.hasSuffix("dpi") && Int(qualifier.dropLast(3)) != nil
  }

  private static func language(_ qualifier: Substring) -> String? {
    if qualifier.hasPrefix("b+") { return String(qualifier.dropFirst(2).prefix { $0 != "+" }) }
    // The only other qualifier of two or three letters is the one of dashboards.
    let isLanguage =
      (2...3).contains(qualifier.count) && qualifier != "car"
      && qualifier.allSatisfy { ("a"..."z").contains($0) }
    return isLanguage ? String(qualifier) : nil
  }
}
