/// An Android version as a manifest names it: an API level, or the codename of a version not yet released.
enum PlatformVersion {
  /// The first letters of codenames, with the API level below the one that the version got when it was
  /// released.
  private static let levels: [(letter: Character, level: Int)] = [
    ("C", 2), ("D", 3), ("E", 4), ("F", 7), ("G", 8), ("H", 10), ("I", 13), ("J", 15), ("K", 18), ("L", 20),
    ("M", 22), ("N", 23), ("O", 25), ("P", 27), ("Q", 28), ("R", 29), ("S", 30), ("T", 32), ("U", 33),
    ("V", 34),
  ]

  /// Codenames of the second round through the alphabet.
  private static let secondRound = ["Baklava": 35, "CinnamonBun": 36]

  /// The API level that an unreleased version counts as: the one before it, because a preview reports that
  /// one.
  ///
  /// Letters not known yet are counted on from the nearest before them, as apksig does. Nil for what is no
  /// codename.
  static func level(ofCodename name: String) -> Int? {
    if let level = secondRound[name] { return level }
    guard let letter = name.first, ("A"..."Z").contains(letter), let value = letter.asciiValue else {
      return nil
    }
    guard let known = levels.last(where: { $0.letter <= letter }), let base = known.letter.asciiValue else {
      return 1
    }
    return known.level + Int(value - base)
  }
}
