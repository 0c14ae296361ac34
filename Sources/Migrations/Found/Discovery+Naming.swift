import Releases

extension Discovery {
  /// The keys with a name each, and the only ones of their platform and purpose marked as default.
  var namedKeys: [FoundKey] {
    var names = Names()
    return keys.map { key in
      let rivals = keys.filter { $0.platform.sharesKeys(with: key.platform) && $0.purpose == key.purpose }
      return FoundKey(
        name: names.take(key.proposal), title: key.certificate.map { $0.subject["CN"] ?? $0.subject.rfc2253 },
        platform: key.platform, purpose: key.purpose, applications: key.applications,
        isDefault: key.purpose != nil && rivals.count == 1, material: key.material, profiles: key.profiles)
    }
  }

  var namedCredentials: [FoundCredential] {
    var names = Names()
    return credentials.map {
      FoundCredential(name: names.take($0.name), kind: $0.kind, origin: $0.origin, bytes: $0.bytes)
    }
  }

  /// Gives out names of lower-case letters, digits and hyphens, none of them twice.
  struct Names {
    private var taken: Set<String> = []

    /// Longer ones are cut.
    private static let lengthLimit = 40

    /// A name like the proposal, which may be any text.
    mutating func take(_ proposal: String) -> String {
      var name = ""
      for byte in proposal.lowercased().utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          name.unicodeScalars.append(Unicode.Scalar(byte))
        default: if !name.isEmpty, !name.hasSuffix("-") { name += "-" }
        }
        if name.utf8.count == Self.lengthLimit { break }
      }
      while name.hasSuffix("-") { name.removeLast() }
      if name.isEmpty { name = "key" }
      var (unique, number) = (name, 1)
      while !taken.insert(unique).inserted {
        number += 1
        unique = "\(name)-\(number)"
      }
      return unique
    }
  }
}
