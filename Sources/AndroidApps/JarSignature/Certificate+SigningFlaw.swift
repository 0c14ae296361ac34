import Cryptography

extension Certificate {
  /// Why Android takes no JAR signature made with this certificate; nil when it does.
  ///
  /// Source: `V1SchemeVerifier.verifySignerInfoAgainstSigFile` of apksig.
  var signingFlaw: String? {
    if let unknown = extensions.first(where: { $0.isCritical && !Self.known.contains($0.objectIdentifier) }) {
      return "its certificate has the critical extension \(unknown.objectIdentifier), which is not known"
    }
    // KeyUsage ::= BIT STRING { digitalSignature (0), nonRepudiation (1), … }, RFC 5280 §4.2.1.3.
    if let usage = self["2.5.29.15"]?.value, usage.count >= 4, usage[3] & 0xc0 == 0 {
      return "its certificate is not for signatures"
    }
    return nil
  }

  /// The extensions that Android's own certificate code understands.
  private static let known: Set<String> = [
    "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32",
    "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.54", "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.5.5.7.1.11",
    "2.16.840.1.113730.1.1",
  ]
}
