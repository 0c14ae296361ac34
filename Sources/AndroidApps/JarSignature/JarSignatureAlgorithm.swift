import Cryptography

/// On which API levels a JAR signature made with certain algorithms is accepted.
///
/// Before Android 4.3 JAR signatures were RSA or DSA with few hashes; from 5.0 to 6.0 nearly any pair of identifiers
/// was taken, the hash of the one with the signature of the other; since 7.0 they must agree.
///
/// Source: `V1SchemeVerifier.SUPPORTED_SIG_ALG_OIDS` of apksig.
enum JarSignatureAlgorithm {
  /// The levels that accept the pair of dotted identifiers; none when it is not known.
  static func levels(digest: String, signature: String) -> [ClosedRange<Int>] {
    guard let hash = HashAlgorithm(objectIdentifier: digest), let kind = kinds[signature] else { return [] }
    if let exception = exceptions.first(where: { $0.hash == hash && $0.kind == kind }) {
      return exception.levels
    }
    switch kind {
    case .plainRSA, .plainDSA, .plainEC: return []
    // A hash of its own in the signature's identifier, another one beside it.
    case .rsa(let own), .dsa(let own), .ec(let own): return hash == own ? [] : [21...23]
    }
  }

  /// The levels of a range that do not accept it.
  static func rejectingLevels(digest: String, signature: String, among levels: ClosedRange<Int>)
    -> [ClosedRange<Int>]
  {
    var rejecting: [ClosedRange<Int>] = []
    var next = levels.lowerBound
    for accepted in Self.levels(digest: digest, signature: signature) where accepted.upperBound >= next {
      guard accepted.lowerBound <= levels.upperBound else { break }
      if accepted.lowerBound > next { rejecting.append(next...accepted.lowerBound - 1) }
      guard accepted.upperBound < levels.upperBound else { return rejecting }
      next = accepted.upperBound + 1
    }
    rejecting.append(next...levels.upperBound)
    return rejecting
  }

  private enum Kind: Hashable {
    case plainRSA, plainDSA, plainEC
    case rsa(HashAlgorithm), dsa(HashAlgorithm), ec(HashAlgorithm)
  }

  private static let kinds: [String: Kind] = [
    "1.2.840.113549.1.1.1": .plainRSA, "1.2.840.113549.1.1.4": .rsa(.md5),
    "1.2.840.113549.1.1.5": .rsa(.sha1),
    "1.2.840.113549.1.1.14": .rsa(.sha224), "1.2.840.113549.1.1.11": .rsa(.sha256),
    "1.2.840.113549.1.1.12": .rsa(.sha384), "1.2.840.113549.1.1.13": .rsa(.sha512),
    "1.2.840.10040.4.1": .plainDSA, "1.2.840.10040.4.3": .dsa(.sha1), "2.16.840.1.101.3.4.3.1": .dsa(.sha224),
    "2.16.840.1.101.3.4.3.2": .dsa(.sha256),
    "1.2.840.10045.2.1": .plainEC, "1.2.840.10045.4.1": .ec(.sha1), "1.2.840.10045.4.3.1": .ec(.sha224),
    "1.2.840.10045.4.3.2": .ec(.sha256), "1.2.840.10045.4.3.3": .ec(.sha384),
    "1.2.840.10045.4.3.4": .ec(.sha512),
  ]

  private static let always = [0...Int.max]
  private static let notFroyoToKitKat = [0...8, 21...Int.max]
  private static let sinceJellyBean = [18...Int.max]
  private static let sinceLollipop = [21...Int.max]

  /// All pairs but those that only Android 5 and 6 took.
  private static let exceptions: [(hash: HashAlgorithm, kind: Kind, levels: [ClosedRange<Int>])] = [
    (.md5, .plainRSA, always), (.md5, .rsa(.md5), notFroyoToKitKat),
    (.sha1, .plainRSA, always), (.sha1, .rsa(.sha1), always),
    (.sha224, .plainRSA, notFroyoToKitKat), (.sha224, .rsa(.sha224), notFroyoToKitKat),
    (.sha224, .rsa(.sha256), [21...21]),
    (.sha256, .plainRSA, [0...8, 18...Int.max]), (.sha256, .rsa(.sha256), [0...8, 18...Int.max]),
    (.sha256, .rsa(.sha1), [21...21]),
    (.sha384, .plainRSA, sinceJellyBean), (.sha384, .rsa(.sha384), sinceLollipop),
    (.sha512, .plainRSA, sinceJellyBean), (.sha512, .rsa(.sha512), sinceLollipop),
    (.sha512, .rsa(.sha384), [21...21]),
    (.sha1, .plainDSA, always), (.sha1, .dsa(.sha1), [9...Int.max]),
    (.sha224, .plainDSA, [22...Int.max]), (.sha224, .dsa(.sha224), sinceLollipop),
    (.sha256, .plainDSA, [22...Int.max]), (.sha256, .dsa(.sha256), sinceLollipop),
    (.sha1, .plainEC, sinceJellyBean), (.sha1, .ec(.sha1), sinceJellyBean),
    (.sha224, .plainEC, sinceLollipop), (.sha224, .ec(.sha224), sinceLollipop),
    (.sha256, .plainEC, sinceJellyBean), (.sha256, .ec(.sha256), sinceLollipop),
    (.sha384, .plainEC, sinceJellyBean), (.sha384, .ec(.sha384), sinceLollipop),
    (.sha512, .plainEC, sinceJellyBean), (.sha512, .ec(.sha512), sinceLollipop),
  ]
}
