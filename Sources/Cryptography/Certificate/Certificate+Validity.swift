package import struct FoundationEssentials.Date

extension Certificate {
  /// Where a moment stands in a certificate's validity.
  ///
  /// A fact; whether it matters is for policies to say.
  package enum Validity: Equatable, Sendable {
    case notYetValid
    case valid
    case expired
  }

  /// Where the moment stands.
  ///
  /// Both ends belong to the validity (RFC 5280 §4.1.2.5).
  package func validity(at moment: Date) -> Validity {
    if moment < notBefore { return .notYetValid }
    return moment > notAfter ? .expired : .valid
  }

  /// Whole days from the moment to the certificate's end; negative when it is past.
  package func daysLeft(at moment: Date) -> Int {
    // The largest interval that ASN.1 can write is some ten thousand years.
    Int((notAfter.timeIntervalSince(moment) / 86_400).rounded(.down))
  }
}
