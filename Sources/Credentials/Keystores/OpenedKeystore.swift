package import Releases

/// What was found in a keystore.
package struct OpenedKeystore: Sendable {
  package let identity: SigningIdentity
  /// The names of all private keys in the store, in its order; empty for PEM text.
  package let aliases: [String]
  /// `legacy-keystore-encryption` when it is protected as it was before 2018.
  package let warnings: [Finding]
}

extension Keystore {
  private static let legacyEncryption = (id: "legacy-keystore-encryption", severity: Severity.warning)

  /// What is found in a keystore that RC2, triple DES, MD5 or SHA-1 protect.
  ///
  /// - Parameter type: as keytool calls it.
  static func legacyWarning(_ origin: String, type: String) -> Finding {
    Finding(
      legacyEncryption.id, legacyEncryption.severity, at: origin, ["keystore": origin, "type": type])
  }

  /// How grave the findings over keystores are; nil for an id that none of them has.
  package static func severity(of id: String) -> Severity? {
    id == legacyEncryption.id ? legacyEncryption.severity : nil
  }
}
